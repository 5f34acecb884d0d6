import { Button } from '@mantine/core';
import { Pencil, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Person } from '@anbu/contract';
import { useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ageOn, LanguageName, Sticker } from '../../ui/index.ts';
import { ConsentsCard } from '../consents/consents-card.tsx';
import { Cautions } from './cautions.tsx';
import { ContactList } from './contact-list.tsx';
import { DuplicatesHint } from './duplicates-hint.tsx';
import { EditPerson } from './edit-person.tsx';
import { FamilyCard } from './family-card.tsx';
import { GuardianCaution } from './guardian.tsx';
import { PostalAddressCard } from './postal-address-card.tsx';
import { StickersDialog } from './stickers-dialog.tsx';

/** Left column: who it is, how she is reached, what to mind. */
export function IdentityCard({ person }: { person: Person }) {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const [dialog, setDialog] = useState<'edit' | 'stickers' | null>(null);
  const writes = can('people.write');
  const name = person.name ?? t('common.noName');
  const facts: [string, ReactNode][] = [
    ...person.identifiers.map(({ value }): [string, string] => [t('people.identifier'), value]),
    [
      t('people.birth'),
      person.birthDate
        ? `${person.birthDate} (${t('common.age', { years: ageOn(person.birthDate, time.today) })})`
        : '–',
    ],
    [t('people.sex'), person.sex === 'unknown' ? '–' : t(`people.sex.${person.sex}`)],
    [t('people.language'), person.language ? <LanguageName language={person.language} /> : '–'],
    [t('people.since'), time.day(time.dayOf(person.createdAt))],
  ];
  const sexAge = [
    person.sex === 'unknown' ? null : t(`common.sex.${person.sex}`),
    person.birthDate ? t('common.age', { years: ageOn(person.birthDate, time.today) }) : null,
  ].filter(Boolean);
  return (
    <>
      <section className="panel panel-body identity" aria-labelledby="person-name">
        <div className="identity-top">
          <span className="avatar" aria-hidden>
            {[...name][0]}
          </span>
          <div>
            <h1 id="person-name" className="clamp-2" title={name}>
              {name} <span className="identity-sub">{sexAge.join('·')}</span>
            </h1>
            <span className="text-2">{t('people.numberIs', { number: person.number })}</span>
          </div>
        </div>
        {person.doNotContact ? <p className="do-not">{t('common.doNotContact')}</p> : null}
        <div className="identity-stickers">
          {person.stickers.map((sticker) => (
            <Sticker key={sticker.code} sticker={sticker} />
          ))}
          {writes ? (
            <button type="button" className="chip" onClick={() => setDialog('stickers')}>
              <Plus size={13} aria-hidden /> {t('people.stickers.edit')}
            </button>
          ) : null}
        </div>
        <ContactList person={person} writes={writes} />
        <GuardianCaution person={person} />
      </section>
      <Cautions person={person} writes={writes} />
      <PostalAddressCard personId={person.id} writes={writes} />
      <ConsentsCard person={person} writes={writes} />
      <FamilyCard person={person} writes={writes} />
      <DuplicatesHint personId={person.id} />
      <section className="panel panel-body">
        <div className="card-head">
          <h2>{t('people.facts')}</h2>
          {writes ? (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Pencil size={14} aria-hidden />}
              onClick={() => setDialog('edit')}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
        <dl className="facts">
          {facts.map(([label, value]) => (
            <div key={`${label} ${value}`}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {dialog === 'edit' ? <EditPerson person={person} onClose={() => setDialog(null)} /> : null}
      {dialog === 'stickers' ? <StickersDialog person={person} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
