import type { AuditEntry } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { actorName } from './actor-name.ts';
import { AuditedPeople } from './audited-people.tsx';
import { useChangeWords } from './change-words.ts';
import { fieldChanges } from './changes.ts';

export function EntryDetail({ entry }: { entry: AuditEntry }) {
  const t = useT();
  const time = useTime();
  const words = useChangeWords();
  const changes = fieldChanges(entry.changes);
  return (
    <div className="audit-detail">
      <p>
        <strong>{entry.text}</strong>
      </p>
      <dl className="facts">
        <div>
          <dt>{t('audit.when')}</dt>
          <dd>{time.when(entry.at)}</dd>
        </div>
        <div>
          <dt>{t('audit.who')}</dt>
          <dd>{actorName(t, entry)}</dd>
        </div>
        {entry.address ? (
          <div>
            <dt>{t('audit.from')}</dt>
            <dd>{entry.address}</dd>
          </div>
        ) : null}
        {entry.reason ? (
          <div>
            <dt>{t('audit.reason')}</dt>
            <dd>{entry.reason}</dd>
          </div>
        ) : null}
        <div>
          <dt>{t('common.status')}</dt>
          <dd>{t(entry.sealed ? 'audit.sealed' : 'audit.unsealed')}</dd>
        </div>
      </dl>
      {changes.length > 0 ? (
        <section>
          <h2>{t('audit.changes')}</h2>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('audit.change.field')}</th>
                <th scope="col">{t('audit.change.before')}</th>
                <th scope="col">{t('audit.change.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.field}>
                  <th scope="row">{words.field(change.field)}</th>
                  {'hidden' in change ? (
                    <td colSpan={2} className="text-2">
                      {t('audit.change.hidden')}
                    </td>
                  ) : (
                    <>
                      <td className="text-2">{words.value(change.field, change.before)}</td>
                      <td>{words.value(change.field, change.after)}</td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {entry.personIds.length > 0 ? <AuditedPeople ids={entry.personIds} /> : null}
    </div>
  );
}
