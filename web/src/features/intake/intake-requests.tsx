import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  IntakeRequest,
  IntakeRequestPage,
  type IntakeRequest as Request,
  type IntakeSource,
  type IntakeState,
} from '@anbu/contract';
import { api, keys, useAct, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  ButtonLink,
  Dialog,
  EmptyState,
  errorProp,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
} from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

type State = IntakeState | 'all';
const STATES: readonly State[] = ['suspected', 'rejected', 'accepted', 'dismissed', 'all'];

/** What came in: what waits for a person first. */
export function IntakeRequests({ sources }: { sources: readonly IntakeSource[] }) {
  const t = useT();
  const [state, setState] = useState<State>('all');
  const [accepted, setAccepted] = useState<Request | null>(null);
  const query = state === 'all' ? {} : { state };
  const list = usePages(keys.intake.requests(query), '/intake-requests', IntakeRequestPage, query, { pageSize: 50 });
  const dismiss = useAct({
    run: (id: string, key) => api.post(`/intake-requests/${id}/dismiss`, IntakeRequest, {}, { idempotencyKey: key }),
    refresh: [keys.intake.all],
    done: t('settings.intake.dismissed'),
  });
  return (
    <Panel title={t('settings.intake.requests')}>
      <SegmentedControl
        size="xs"
        aria-label={t('settings.intake.requests')}
        data={STATES.map((value) => ({ value, label: t(`settings.intake.state.${value}`) }))}
        value={state}
        onChange={(value) => setState(STATES.find((known) => known === value) ?? state)}
      />
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      {list.isPending ? <LoadingRows rows={3} /> : null}
      {!list.error && !list.isPending && list.items.length === 0 ? (
        <EmptyState title={t('settings.intake.noRequests')} body={t('settings.intake.noRequestsBody')} />
      ) : null}
      {list.items.map((request) => (
        <RequestRow
          key={request.id}
          request={request}
          source={sources.find(({ id }) => id === request.sourceId)}
          onAccept={() => setAccepted(request)}
          onDismiss={() => dismiss.mutate(request.id)}
        />
      ))}
      {list.hasMore ? (
        <Button variant="default" fullWidth loading={list.isFetchingMore} onClick={list.loadMore}>
          {t('common.more')}
        </Button>
      ) : null}
      {accepted ? (
        <Dialog title={t('settings.intake.acceptTitle')} onClose={() => setAccepted(null)}>
          <AcceptForm request={accepted} onDone={() => setAccepted(null)} />
        </Dialog>
      ) : null}
    </Panel>
  );
}

function RequestRow({
  request,
  source,
  onAccept,
  onDismiss,
}: {
  request: Request;
  source: IntakeSource | undefined;
  onAccept: () => void;
  onDismiss: () => void;
}) {
  const t = useT();
  const can = useCan();
  const time = useTime();
  const waits = request.state === 'suspected' || request.state === 'rejected';
  return (
    <div className="setting-row intake-request">
      <div className="setting-row-words">
        <strong>{wordsOf(request.raw)}</strong>
        <span className="text-2">
          {[time.when(request.receivedAt), source?.name, t(`settings.intake.state.${request.state}`)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {request.reasons.map(({ text, field }) => (
          <div className="text-late" key={`${field ?? ''} ${text}`}>
            {field ? `${field}: ${text}` : text}
          </div>
        ))}
      </div>
      {request.enquiryId && request.personId ? (
        <ButtonLink
          variant="subtle"
          size="xs"
          to="/people/$personId"
          params={{ personId: request.personId }}
          search={{ enquiry: request.enquiryId }}
        >
          {t('settings.intake.openEnquiry')}
        </ButtonLink>
      ) : null}
      {waits && can('enquiries.work') ? (
        <>
          <Button variant="default" size="xs" onClick={onAccept}>
            {t('settings.intake.accept')}
          </Button>
          <Button variant="subtle" color="gray" size="xs" onClick={onDismiss}>
            {t('settings.intake.dismiss')}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function AcceptForm({ request, onDone }: { request: Request; onDone: () => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const accept = useAct({
    run: (_: null, key) => {
      const given = Object.fromEntries(
        Object.entries({ name: name.trim(), phone: phone.trim() }).filter(([, value]) => value !== ''),
      );
      return api.post(
        `/intake-requests/${request.id}/accept`,
        IntakeRequest,
        { person: given },
        { idempotencyKey: key },
      );
    },
    refresh: [keys.intake.all],
    done: t('settings.intake.accepted'),
    onDone,
    showError: 'form',
  });
  const errors = useFormErrors(accept.error, ['person.name', 'person.phone']);
  return (
    <Form onSubmit={() => accept.mutate(null)}>
      <p className="text-2">{t('settings.intake.acceptHint')}</p>
      <FormError summary={errors.summary} />
      <TextInput
        label={t('intake.form.name')}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
        {...errorProp(errors.field('person.name'))}
      />
      <TextInput
        label={t('intake.form.phone')}
        type="tel"
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
        {...errorProp(errors.field('person.phone'))}
      />
      <FormActs busy={accept.isPending} submit={t('settings.intake.accept')} />
    </Form>
  );
}

/** The words of whatever shape came in, for a glance: texts only, the longest parts cut. */
function wordsOf(raw: unknown): string {
  const found: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      if (value.trim() !== '' && value !== 'yes') found.push(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(raw);
  return found.slice(0, 5).join(' · ');
}
