import './people.css';
import '../enquiries/enquiries.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Plus, Printer, Send } from 'lucide-react';
import { useMemo, useState } from 'react';
import { EnquiryPage, type EnquiryRow } from '@anbu/contract';
import { api, keys, useCan, useMe, usePrintNote } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { useViewing } from '../../live/use-viewing.ts';
import { holdKeys } from '../../shortcuts/held-keys.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { ButtonLink, ErrorState, isClosedStatus, LoadingRows, useDocumentTitle, useNarrow } from '../../ui/index.ts';
import { useClaim, useForgetOlder, usePerson } from '../enquiries/work/use-enquiry.ts';
import type { Intent } from '../enquiries/work/use-work.ts';
import { useDocked, WorkPanel } from '../enquiries/work/work-panel.tsx';
import { ComposeDialog } from '../channels/compose-dialog.tsx';
import { askDial } from '../telephony/dial-request.ts';
import { IdentityCard } from './identity-card.tsx';
import { NextActions } from './next-actions.tsx';
import { PersonHead } from './person-head.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { Viewers } from '../../live/viewers.tsx';

const route = getRouteApi('/app/people/$personId');
const MOST = 50;

/** One screen for one person: who, what happened, what next. */
export function PersonPage() {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const { personId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/people/$personId' });
  const docked = useDocked();
  const narrow = useNarrow();
  const claim = useClaim();
  const forgetOlder = useForgetOlder();
  const [intent, setIntent] = useState<Intent>();
  const [writing, setWriting] = useState(false);
  const person = usePerson(personId);
  const query = { personId, limit: MOST };
  const enquiries = useQuery({
    queryKey: keys.enquiries.list(query),
    queryFn: ({ signal }) => api.get('/enquiries', EnquiryPage, { query, signal }),
    enabled: can('enquiries.read'),
  });
  useViewing(personId);
  usePrintNote(
    'person',
    useMemo(() => [personId], [personId]),
  );
  useDocumentTitle(person.data?.name ?? t('people.title'));

  const rows = enquiries.data?.items ?? [];
  const openRow = (row: EnquiryRow, why: Intent | undefined) => {
    setIntent(why);
    forgetOlder(row);
    void navigate({ search: { enquiry: row.id } });
    if (why && can('enquiries.work') && row.claim?.userId !== me.userId) claim.take(row);
  };
  const close = () => void navigate({ search: {} });
  const first = rows.find((row) => !isClosedStatus(row.status));
  const free = search.enquiry === undefined && first !== undefined && can('enquiries.work');
  useShortcuts([
    { keys: 'S', label: t('messages.compose'), when: can('people.write'), run: () => setWriting(true) },
    {
      keys: 'C',
      label: t('desk.key.call'),
      when: can('enquiries.work') && search.enquiry === undefined,
      run: () => {
        askDial(personId);
        if (!first) return;
        holdKeys();
        openRow(first, 'call');
      },
    },
    {
      keys: 'B',
      label: t('desk.key.book'),
      when: free && first.allowedTransitions.includes('BOOKED'),
      run: () => first && openRow(first, 'book'),
    },
  ]);

  if (person.error) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />;
  if (!person.data) return <LoadingRows />;
  const working = search.enquiry !== undefined;
  return (
    <div className={working && docked ? 'with-work' : 'without-work'}>
      <div className="page person-page">
        <div className="person-bar">
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<ArrowLeft size={15} aria-hidden />}
            onClick={() => window.history.back()}
          >
            {t('common.back')}
          </Button>
          <Viewers personId={personId} />
          <Button
            className="wide-only"
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<Printer size={15} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('common.print')}
          </Button>
          {can('people.write') ? (
            <Button
              variant="default"
              size="xs"
              leftSection={<Send size={15} aria-hidden />}
              onClick={() => setWriting(true)}
            >
              {t('messages.compose')}
            </Button>
          ) : null}
          {can('enquiries.work') ? (
            <ButtonLink
              variant="default"
              size="xs"
              to="/enquiries/new"
              search={{ personId }}
              leftSection={<Plus size={15} aria-hidden />}
            >
              {t('shell.palette.newEnquiry')}
            </ButtonLink>
          ) : null}
        </div>
        {narrow ? <PersonHead person={person.data} /> : null}
        <div className={working && docked ? 'person-columns is-working' : 'person-columns'}>
          <div className="person-next">
            {enquiries.error ? (
              <ErrorState error={enquiries.error} onRetry={() => void enquiries.refetch()} />
            ) : enquiries.isLoading ? (
              <LoadingRows rows={2} />
            ) : can('enquiries.read') ? (
              <NextActions rows={rows} onOpen={openRow} />
            ) : null}
          </div>
          <div className="person-who">
            <IdentityCard person={person.data} />
          </div>
          <TimelinePanel key={personId} personId={personId} />
        </div>
      </div>
      {writing ? <ComposeDialog personId={personId} onClose={() => setWriting(false)} /> : null}
      {search.enquiry ? <WorkPanel enquiryId={search.enquiry} intent={intent} onClose={close} /> : null}
    </div>
  );
}
