import { NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CalendarCheck } from 'lucide-react';
import { useState } from 'react';
import { CONSENT_DUTIES, ConsentDutyPage, type ConsentDuty } from '@anbu/contract';
import { keys, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, VirtualTable, type Column } from '../../ui/index.ts';

/** Consents that become two years old, and results that are owed, by their day; a row leads to the person. */
export function ConfirmList() {
  const t = useT();
  const time = useTime();
  const navigate = useNavigate();
  const [kind, setKind] = useState<ConsentDuty['kind']>('reconfirmation');
  const list = usePages(keys.privacy.duties(kind), '/consent-duties', ConsentDutyPage, { kind });
  const what = (row: ConsentDuty) =>
    [t(`gate.channel.${row.channel}`), t(`gate.purpose.${row.purpose}`), row.night ? t('consents.atNight') : null]
      .filter(Boolean)
      .join(' · ');
  const due = (row: ConsentDuty) => {
    const words = time.day(time.dayOf(row.dueAt));
    return (
      <span className={row.late ? 'text-late' : undefined}>{row.late ? t('privacy.late', { words }) : words}</span>
    );
  };
  const columns: readonly Column<ConsentDuty>[] = [
    { id: 'due', header: t('privacy.due'), width: 190, cell: due },
    {
      id: 'who',
      header: t('privacy.person'),
      width: 'auto',
      cell: (row) => <span className="clip">{row.personName}</span>,
    },
    { id: 'what', header: t('privacy.consent'), width: 220, cell: what },
    {
      id: 'since',
      header: t('privacy.consentAt'),
      width: 150,
      cell: (row) => time.day(time.dayOf(row.consentAt)),
      drop: 1,
    },
    { id: 'state', header: t('common.status'), width: 190, cell: (row) => t(`privacy.duty.${row.state}`) },
  ];
  return (
    <>
      <div className="filter-row">
        <NativeSelect
          label={t('privacy.show')}
          value={kind}
          onChange={(event) => setKind(CONSENT_DUTIES.find((one) => one === event.currentTarget.value) ?? kind)}
          data={CONSENT_DUTIES.map((value) => ({ value, label: t(`privacy.duty.kind.${value}`) }))}
        />
      </div>
      <VirtualTable
        label={t('privacy.confirm')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        tone={(row) => (row.late ? 'late' : row.state === 'announced' ? 'soon' : undefined)}
        onOpen={({ personId }) => void navigate({ to: '/people/$personId', params: { personId }, search: {} })}
        empty={
          <EmptyState
            icon={<CalendarCheck size={22} strokeWidth={1.75} />}
            title={t('privacy.confirm.empty')}
            body={t('privacy.confirm.emptyBody')}
          />
        }
        card={{
          height: 84,
          content: (row) => (
            <div className="privacy-card">
              <strong className="clip">{row.personName}</strong>
              <span className="clip">{what(row)}</span>
              <span>{due(row)}</span>
            </div>
          ),
        }}
      />
    </>
  );
}
