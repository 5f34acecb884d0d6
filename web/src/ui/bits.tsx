import type { ReactNode } from 'react';
import type { PersonHit, StatusCode } from '@anbu/contract';
import { useStatusName } from '../api/organisation.ts';
import { languageName } from '../i18n/language.ts';
import { useT } from '../i18n/store.ts';
import { isClosedStatus, STATUS_FAMILY, type StatusFamily } from './status-family.ts';

/** A governed status: a dot and its name on the family's tint. */
export function StatusBadge({ status }: { status: StatusCode }) {
  const name = useStatusName();
  return (
    <FamilyBadge family={STATUS_FAMILY[status]} closed={isClosedStatus(status)}>
      {name(status)}
    </FamilyBadge>
  );
}

export function FamilyBadge({
  family,
  closed = false,
  children,
}: {
  family: StatusFamily;
  closed?: boolean;
  children: ReactNode;
}) {
  return (
    <span
      className={closed ? 'status status-closed' : 'status'}
      style={{ ['--family' as string]: `var(--family-${family})` }}
    >
      <span>{children}</span>
    </span>
  );
}

/** A class of the person, in its own colour and by name. */
export function Sticker({ sticker }: { sticker: PersonHit['stickers'][number] }) {
  return (
    <span className="sticker" style={{ ['--sticker' as string]: sticker.colour }}>
      {sticker.name}
    </span>
  );
}

/** A number to press. A number that is known to be wrong is struck through and cannot be called. */
export function PhoneText({
  display,
  e164,
  state = 'ok',
  inRow = false,
}: {
  display: string;
  e164?: string;
  state?: 'ok' | 'wrong' | 'disconnected';
  /** In a row of a list: pressed by hand, passed over by Tab. */
  inRow?: boolean;
}) {
  const t = useT();
  if (state !== 'ok') {
    return (
      <span className="phone phone-bad" title={t(`common.phone.${state}`)}>
        {display}
        <span className="visually-hidden"> ({t(`common.phone.${state}`)})</span>
      </span>
    );
  }
  return (
    <a
      className="phone"
      href={`tel:${e164 ?? display.replace(/[^\d+]/g, '')}`}
      aria-label={t('common.callPhone', { phone: display })}
      tabIndex={inRow ? -1 : undefined}
    >
      {display}
    </a>
  );
}

/** In the place of a number that the reader may not see: never as if there were none. */
export function MaskedPhone() {
  const t = useT();
  return (
    <span className="text-2" title={t('common.maskedWhy')}>
      {t('common.masked')}
    </span>
  );
}

/** 여·42, 42세: sex and age, as far as known. `today` is the calendar day at the site. */
export function useSexAge(): (person: Pick<PersonHit, 'sex' | 'birthDate'>, today: string) => string {
  const t = useT();
  return ({ sex, birthDate }, today) => {
    const years = birthDate === null ? null : ageOn(birthDate, today);
    // A number alone would not say what it counts.
    if (sex === 'unknown') return years === null ? '' : t('common.age', { years });
    return [t(`common.sex.${sex}`), years].filter((part) => part !== null).join('·');
  };
}

export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** A language by its own name, in a font that has its letters. */
export function LanguageName({ language }: { language: string }) {
  return <span lang={language}>{languageName(language)}</span>;
}

export function StatTile({
  label,
  value,
  note,
  late = false,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  late?: boolean;
}) {
  return (
    <div className={late ? 'tile tile-late' : 'tile'}>
      <span className="tile-label">{label}</span>
      <span className="tile-value">{value}</span>
      {note ? <span className="tile-note">{note}</span> : null}
    </div>
  );
}
