import { ActionIcon, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Lock, Phone, TriangleAlert, X } from 'lucide-react';
import type { Enquiry, Person } from '@anbu/contract';
import { useCan, useMe } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { MaskedPhone, PhoneText, StatusBadge, Sticker, useSexAge } from '../../../ui/index.ts';
import { GuardianCaution } from '../../people/guardian.tsx';
import { Viewers } from '../../../live/viewers.tsx';
import { HandOverTag } from '../hand-over/hand-over-tag.tsx';
import { localPhone } from '../local-phone.ts';
import { Countdown, useSecondsLeft } from './countdown.tsx';
import { useClaim } from './use-enquiry.ts';
import { useHolderWords } from '../words.ts';

/** Who it is, in two seconds: name, class, numbers, what to mind. */
export function PanelHead({
  enquiry,
  person,
  phoneId,
  onPhone,
  onClose,
}: {
  enquiry: Enquiry;
  person: Person | undefined;
  phoneId: string | null;
  onPhone: (id: string) => void;
  onClose: () => void;
}) {
  const t = useT();
  const can = useCan();
  const time = useTime(enquiry.siteId);
  const sexAge = useSexAge();
  const { person: hit } = enquiry;
  const pinned = person?.memos.filter((memo) => memo.pinned) ?? [];
  return (
    <header className="work-head">
      <div className="work-head-top">
        <h2 id="work-title" tabIndex={-1} className="clamp-2" title={hit.name ?? undefined}>
          {can('people.read') ? (
            <Link to="/people/$personId" params={{ personId: enquiry.personId }} search={{ enquiry: enquiry.id }}>
              {hit.name ?? t('common.noName')}
            </Link>
          ) : (
            (hit.name ?? t('common.noName'))
          )}
        </h2>
        <span className="text-2">{sexAge(hit, time.today)}</span>
        <StatusBadge status={enquiry.status} />
        <ActionIcon
          className="work-close"
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('common.close')}
          onClick={onClose}
        >
          <X size={18} aria-hidden />
        </ActionIcon>
      </div>
      {hit.stickers.length > 0 ? (
        <div className="work-stickers">
          {hit.stickers.map((sticker) => (
            <Sticker key={sticker.code} sticker={sticker} />
          ))}
        </div>
      ) : null}
      <Phones enquiry={enquiry} person={person} chosen={phoneId} onChoose={onPhone} />
      {person ? <GuardianCaution person={person} /> : null}
      {pinned.map((memo) => (
        <p className="caution" key={memo.id}>
          <TriangleAlert size={15} aria-hidden />
          <span>
            <span className="visually-hidden">{t('people.caution')}: </span>
            {memo.text}
          </span>
        </p>
      ))}
      <HandOverTag handOver={enquiry.handOver} full />
      <ClaimBar enquiry={enquiry} />
      <Viewers personId={enquiry.personId} />
    </header>
  );
}

function Phones({
  enquiry,
  person,
  chosen,
  onChoose,
}: {
  enquiry: Enquiry;
  person: Person | undefined;
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const t = useT();
  const phones = person?.phones ?? [];
  const first = phones.find((phone) => phone.state === 'ok');
  if (phones.length === 0) {
    const { phone, masked } = enquiry.person;
    return (
      <div className="work-phones">
        {masked ? (
          <MaskedPhone />
        ) : phone ? (
          <span className="work-phone">
            <Phone size={16} aria-hidden />
            <PhoneText display={localPhone(phone)} e164={phone} />
          </span>
        ) : (
          <span className="text-late">{t('desk.noPhone')}</span>
        )}
      </div>
    );
  }
  const several = phones.length > 1;
  return (
    <div
      className="work-phones"
      role={several ? 'radiogroup' : undefined}
      aria-label={several ? t('desk.phone.which') : undefined}
    >
      {phones.map((phone) => (
        <span className="work-phone" key={phone.id}>
          {several ? (
            <input
              type="radio"
              name="work-phone"
              aria-label={phone.display}
              checked={(chosen ?? first?.id) === phone.id}
              disabled={phone.state !== 'ok'}
              title={phone.state === 'ok' ? undefined : t(`common.phone.${phone.state}`)}
              onChange={() => onChoose(phone.id)}
            />
          ) : (
            <Phone size={16} aria-hidden />
          )}
          <PhoneText display={phone.display} e164={phone.e164} state={phone.state} />
          <span className="text-2">
            {[
              phone.label,
              phone.state === 'ok' ? null : t(`common.phone.${phone.state}`),
              phone.sharedWith > 0 ? t('common.phone.shared', { count: phone.sharedWith }) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      ))}
      {enquiry.unreachable ? <span className="text-late">{t('desk.unreachable')}</span> : null}
    </div>
  );
}

/** Who works on it, and when it goes back to everybody. */
function ClaimBar({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const me = useMe();
  const holderWords = useHolderWords();
  const claim = useClaim();
  const left = useSecondsLeft(enquiry.claim?.until);
  if (!enquiry.claim || left === 0) return null;
  const mine = enquiry.claim.userId === me.userId;
  return (
    <div className={mine ? 'claim' : 'claim is-other'} role={mine ? undefined : 'status'}>
      <Lock size={14} aria-hidden />
      <span>
        {mine ? t('desk.claim.mine') : holderWords(enquiry.claim)} <Countdown until={enquiry.claim.until} />
      </span>
      {mine ? (
        <Button size="compact-xs" variant="subtle" onClick={() => claim.giveBack(enquiry.id)}>
          {t('desk.claim.giveBack')}
        </Button>
      ) : null}
    </div>
  );
}

export function isHeldByOther(enquiry: Enquiry, userId: string, now: number): boolean {
  return enquiry.claim !== null && enquiry.claim.userId !== userId && Date.parse(enquiry.claim.until) > now;
}
