import './enquiries.css';
import { SegmentedControl } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useT } from '../../i18n/index.ts';
import { PageHeader } from '../../ui/index.ts';
import type { Enquiry } from '@anbu/contract';
import { notifications } from '@mantine/notifications';
import { useFoundWords } from './work/found-note.tsx';
import { useTellNext } from './work/tell-next.tsx';
import { useKeepEnquiry } from './work/use-enquiry.ts';
import { EnquiryForm } from './new/enquiry-form.tsx';
import { WalkInForm } from './new/walk-in-form.tsx';

const route = getRouteApi('/app/enquiries/new');

/** Somebody asks, or stands at the desk: registered in as few fields as it takes. */
export function NewEnquiryPage() {
  const t = useT();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/enquiries/new' });
  const keep = useKeepEnquiry();
  const tellNext = useTellNext();
  const foundWords = useFoundWords();
  const kind = search.kind ?? 'enquiry';
  const handleDone = (enquiry: Enquiry) => {
    keep(enquiry);
    tellNext(enquiry);
    const found = foundWords(enquiry);
    if (enquiry.originalId) {
      notifications.show({
        title: t('desk.new.duplicate'),
        message: (
          <Link to="/people/$personId" params={{ personId: enquiry.personId }} search={{ enquiry: enquiry.id }}>
            {t('desk.found.attached')}
          </Link>
        ),
        color: 'orange',
        autoClose: 12_000,
      });
    }
    if (found) notifications.show({ message: found, color: 'orange', autoClose: 12_000 });
    void navigate({
      to: '/people/$personId',
      params: { personId: enquiry.personId },
      search: { enquiry: enquiry.originalId ?? enquiry.id },
      replace: true,
    });
  };
  return (
    <div className="page page-narrow">
      <PageHeader
        title={t(kind === 'walk_in' ? 'desk.walkIn' : 'shell.palette.newEnquiry')}
        sub={t(kind === 'walk_in' ? 'desk.walkIn.sub' : 'desk.new.sub')}
        aside={
          <SegmentedControl
            aria-label={t('desk.new.kind')}
            value={kind}
            onChange={(value) =>
              void navigate({
                search: (old) => ({ ...old, kind: value === 'walk_in' ? 'walk_in' : undefined }),
                replace: true,
              })
            }
            data={[
              { value: 'enquiry', label: t('desk.new.enquiry') },
              { value: 'walk_in', label: t('desk.walkIn') },
            ]}
          />
        }
      />
      {kind === 'walk_in' ? (
        <WalkInForm phone={search.phone ?? ''} onDone={handleDone} />
      ) : (
        <EnquiryForm personId={search.personId} phone={search.phone ?? ''} onDone={handleDone} />
      )}
    </div>
  );
}
