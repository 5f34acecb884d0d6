import { useState } from 'react';
import { Enquiry, type CallOutcome, type StatusCode } from '@anbu/contract';
import { api, fieldErrors, isCode, ProblemError, problemText, useAct } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import {
  callBody,
  CHOSEN,
  EMPTY_DRAFT,
  missingFields,
  readDraft,
  transitionBody,
  writeDraft,
  type Draft,
} from './draft.ts';
import { lockAnswered, useIsTaking } from './own-lock.ts';
import { useTellNext } from './tell-next.tsx';
import { focusThenFields, useProposedDay, type FieldError } from './then-fields.tsx';
import { useKeepEnquiry, useReadAgain } from './use-enquiry.ts';

export type Intent = 'call' | 'book' | 'note';

/** The draft of one enquiry and what sends it. Mounted anew for each enquiry. */
export function useWork(enquiry: Enquiry, intent: Intent | undefined, onNext: (() => void) | undefined) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const keep = useKeepEnquiry();
  const tellNext = useTellNext();
  const readAgain = useReadAgain(enquiry.id);
  const [draft, setDraft] = useState<Draft>(() => startDraft(enquiry, intent));
  const [asked, setAsked] = useState(false);
  const proposedDay = useProposedDay(draft.to === 'HOLD' ? draft.holdReasons : [], enquiry.siteId);

  const taking = useIsTaking(enquiry.id);
  const version = draft.version ?? enquiry.version;

  const change = (changes: Partial<Draft>) => {
    const next = { ...draft, version, ...changes };
    setDraft(next);
    writeDraft(enquiry.id, next);
    save.reset();
  };
  const clear = () => {
    setDraft(EMPTY_DRAFT);
    writeDraft(enquiry.id, EMPTY_DRAFT);
    setAsked(false);
  };

  const save = useAct({
    run: async (
      { next: _next, ...sent }: { next: boolean; draft: Draft; version: number; proposedDay: string | null },
      key,
    ) => {
      const site = { zone: time.zone, now: time.now, proposedDay: sent.proposedDay };
      const options = { idempotencyKey: key };
      const path = `/enquiries/${enquiry.id}`;
      await lockAnswered(enquiry.id);
      const { version } = sent;
      if (sent.draft.mode === 'reply') {
        const body = { channel: sent.draft.replyChannel, text: sent.draft.note.trim(), version };
        return api.post(`${path}/replies`, Enquiry, body, options);
      }
      if (sent.draft.mode === 'status') {
        const body = transitionBody(sent.draft, enquiry.status, site, version);
        return api.post(`${path}/transitions`, Enquiry, body, options);
      }
      return api.post(`${path}/calls`, Enquiry, callBody(sent.draft, enquiry.status, site, version), options);
    },
    showError: 'form',
    onDone: (saved, { next, draft: sent }) => {
      clear();
      // Out of the note: the letters are keys again.
      document.getElementById('work-title')?.focus();
      keep(saved);
      tellNext(saved, whatWasDone(sent, saved));
      if (next) onNext?.();
    },
  });

  /** In a word, where the status does not say it. */
  const whatWasDone = (sent: Draft, saved: Enquiry) => {
    if (sent.mode === 'reply') return t('desk.mode.reply');
    const same = saved.status === enquiry.status;
    return same && sent.mode === 'call' && sent.outcome ? t(`enquiries.outcome.${sent.outcome}`) : undefined;
  };

  const missing = missingFields(draft, enquiry.status);
  const served = fieldErrors(t, save.error);
  const field: FieldError = (name) => {
    const problem = save.error instanceof ProblemError ? save.error : null;
    const refused = problem?.code === 'enquiries.field_required' && problem.params['field'] === name;
    if ((asked && missing[name]) || refused) return t(CHOSEN.includes(name) ? 'field.choose' : 'field.required');
    return served[name] ?? served[`then.${name}`];
  };
  const atField = Object.keys(served).length > 0 || isCode(save.error, 'enquiries.field_required');

  const submit = (next: boolean) => {
    if (save.isPending) return;
    setAsked(true);
    if (Object.keys(missing).length > 0) return;
    save.mutate({ next, draft, version, proposedDay }, { onError: readAgain });
  };

  return {
    draft,
    change,
    field,
    proposedDay,
    /** Said above the buttons, unless a field says it. */
    problem: save.error && !atField ? problemText(t, save.error) : null,
    busy: save.isPending,
    /** Somebody changed the enquiry after this draft was begun. */
    changed: !taking && draft.version !== null && enquiry.version > version,
    acceptChange: () => change({ version: enquiry.version }),
    /** An own act that is no part of the draft (another owner, another time) moved the version. */
    follow: (changed: Enquiry) => {
      if (draft.version !== null) change({ version: changed.version });
    },
    book: () => {
      change({ mode: 'call', outcome: 'CONNECTED', ...known(draft, enquiry, 'BOOKED') });
      focusThenFields();
    },
    /** Another kind of record: what the former one lacked is not asked of this one. */
    chooseMode: (mode: Draft['mode']) => {
      setAsked(false);
      change({ mode, to: null });
    },
    isEmpty: draft === EMPTY_DRAFT,
    clear,
    submit,
    chooseOutcome: (outcome: CallOutcome) =>
      change({ mode: 'call', outcome, ...(outcome === 'CONNECTED' ? {} : { to: null }) }),
    chooseThen: (to: StatusCode) => {
      if (draft.to === to) return change({ to: null });
      change(known(draft, enquiry, to));
      focusThenFields();
    },
  };
}

export type Work = ReturnType<typeof useWork>;

function startDraft(enquiry: Enquiry, intent: Intent | undefined): Draft {
  const kept = readDraft(enquiry.id);
  if (intent !== 'book') return kept;
  return { ...kept, ...known(kept, enquiry, 'BOOKED'), mode: 'call', outcome: 'CONNECTED', version: enquiry.version };
}

/** A follow-up with what is known of it already. */
function known(draft: Draft, enquiry: Enquiry, to: StatusCode): Partial<Draft> {
  return {
    to,
    ...(to === 'HOLD' && draft.likelihood === null ? { likelihood: enquiry.likelihood } : {}),
    ...(to === 'HOLD' && draft.holdReasons.length === 0 ? { holdReasons: enquiry.holdReasons } : {}),
    ...(to === 'BOOKED' && draft.service === null ? { service: enquiry.interests[0] ?? null } : {}),
  };
}
