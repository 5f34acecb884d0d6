import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TimelinePage, type TodayItem } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { MaskedPhone, PhoneText, SideDialog, StatusBadge, useSexAge } from '../../ui/index.ts';
import { localPhone } from '../enquiries/local-phone.ts';
import { usePerson } from '../enquiries/work/use-enquiry.ts';
import { WhyCard } from '../enquiries/work/why-card.tsx';
import { useEnquiry } from '../enquiries/work/use-enquiry.ts';
import { Entry } from '../people/timeline-entry.tsx';

const SHOWN = 3;

/** `Space`: a look without taking it. Nobody is kept from it. */
export function Preview({ item, onClose, onOpen }: { item: TodayItem; onClose: () => void; onOpen: () => void }) {
  const t = useT();
  const can = useCan();
  const time = useTime();
  const sexAge = useSexAge();
  const { person, personId } = item.enquiry;
  const enquiry = useEnquiry(item.enquiry.id);
  const known = usePerson(can('people.read') ? personId : undefined);
  const recent = useQuery({
    queryKey: keys.timeline.list(personId, { limit: SHOWN }),
    queryFn: ({ signal }) => api.get(`/people/${personId}/timeline`, TimelinePage, { query: { limit: SHOWN }, signal }),
    enabled: can('people.read'),
  });
  useShortcuts(
    [
      { keys: 'Space', label: t('common.close'), run: onClose },
      { keys: 'Enter', label: t('common.open'), run: onOpen },
    ],
    'dialog',
  );
  return (
    <SideDialog title={person.name ?? t('common.noName')} onClose={onClose} size={400}>
      <div className="preview" tabIndex={-1} data-autofocus>
        <div className="preview-facts">
          <StatusBadge status={item.enquiry.status} />
          <span className="text-2">{sexAge(person, time.today)}</span>
          {person.masked ? <MaskedPhone /> : null}
          {person.phone ? <PhoneText display={localPhone(person.phone)} e164={person.phone} /> : null}
        </div>
        {enquiry.data ? <WhyCard enquiry={enquiry.data} canWork={false} onSnooze={onClose} onAssign={onClose} /> : null}
        {known.data?.memos.slice(0, SHOWN).map((memo) => (
          <p className={memo.pinned ? 'caution' : 'memo-line'} key={memo.id}>
            {memo.text}
          </p>
        ))}
        {can('people.read') ? <h3>{t('desk.preview.recent')}</h3> : null}
        {recent.data?.items.length === 0 ? <p className="text-2">{t('people.timeline.empty')}</p> : null}
        <ol className="timeline">
          {recent.data?.items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
        <Button onClick={onOpen}>{t('desk.preview.open')}</Button>
      </div>
    </SideDialog>
  );
}
