import type { ReactNode } from 'react';
import type { PeopleColumn, PersonRow } from '@anbu/contract';
import { useListName, useSites, useSourceChannels, useUserName } from '../../api/index.ts';
import { languageName } from '../../i18n/language.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Sticker, useSexAge, type Column } from '../../ui/index.ts';
import { PersonCell } from '../enquiries/person-cell.tsx';

/** In the order in which they were chosen. */
export function useListColumns(chosen: readonly PeopleColumn[]): readonly Column<PersonRow>[] {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  const channel = useListName(useSourceChannels());
  const userName = useUserName();
  const sites = useSites();
  const plain = (
    width: number | 'auto',
    cell: (row: PersonRow) => ReactNode,
    drop = 0,
  ): Omit<Column<PersonRow>, 'id' | 'header'> => ({
    width,
    drop,
    cell: (row) => <span className="clip">{cell(row) || <span className="text-2">–</span>}</span>,
  });
  const columns: Readonly<Record<PeopleColumn, Omit<Column<PersonRow>, 'id' | 'header'>>> = {
    person: { width: 320, cell: (row) => <PersonCell person={row} /> },
    number: plain(120, (row) => row.number, 1),
    birthDate: plain(130, (row) => row.birthDate, 2),
    openEnquiries: {
      width: 140,
      cell: (row) =>
        row.openEnquiries > 0 ? (
          <span className="open-count">{t('common.count', { count: row.openEnquiries })}</span>
        ) : (
          <span className="text-2">–</span>
        ),
    },
    contact: {
      width: 'auto',
      min: 120,
      cell: (row) => <span className="text-2">{row.lastContactAt ? time.ago(row.lastContactAt) : '–'}</span>,
    },
    sexAge: plain(84, (row) => sexAge(row, time.today)),
    stickers: {
      width: 180,
      drop: 0,
      cell: (row) => (
        <span className="sticker-row">
          {row.stickers.length === 0 ? <span className="text-2">–</span> : null}
          {row.stickers.map((sticker) => (
            <Sticker key={sticker.code} sticker={sticker} />
          ))}
        </span>
      ),
    },
    language: plain(108, (row) => row.language && languageName(row.language)),
    registered: plain(120, (row) => time.ago(row.createdAt)),
    lastVisit: plain(120, (row) => row.lastVisitAt && time.ago(row.lastVisitAt)),
    sourceChannel: plain(140, (row) => t.list(row.sourceChannels.map(channel))),
    site: plain(120, (row) => t.list(sites.flatMap(({ id, name }) => (row.siteIds.includes(id) ? [name] : [])))),
    owner: plain(120, (row) => t.list(row.ownerIds.map((id) => userName(id) ?? '–'))),
    marks: plain(108, (row) => (row.doNotContact ? t('filters.doNotContact.true') : '')),
  };
  return chosen.map((id) => ({ id, header: t(`column.${id}`), ...columns[id] }));
}
