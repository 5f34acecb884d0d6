import type { CallInput, Transition } from '@anbu/contract';
import {
  type CallOutcome,
  type DeclinedReason,
  type HoldReason,
  type InvalidKind,
  type Likelihood,
  type StatusCode,
  type Then,
} from '@anbu/contract';
import { z } from 'zod';
import { fromFieldTime } from '../site-time.ts';

/** Everything that somebody has typed into the work panel and not yet sent. Times are field times of the site. */
export type Draft = {
  mode: 'call' | 'status' | 'reply';
  outcome: CallOutcome | null;
  inbound: boolean;
  /** Null = now, empty = another time that is not whole yet. */
  at: string | null;
  phoneId: string | null;
  note: string;
  to: StatusCode | null;
  /** Null = not said yet, empty = without a time. */
  promiseAt: string | null;
  promiseBy: 'us' | 'customer';
  likelihood: Likelihood | null;
  holdReasons: HoldReason[];
  /** Null = the day that the reasons propose. */
  recontactOn: string | null;
  startsAt: string | null;
  minutes: number;
  service: string | null;
  bookingNote: string;
  declined: DeclinedReason | null;
  reasonText: string;
  invalidKind: InvalidKind | null;
  originalId: string | null;
  evidenceKind: 'call' | 'message' | 'in_person';
  evidence: string;
  visitAt: string | null;
  cancelledBy: 'patient' | 'clinic';
  replyChannel: 'sms' | 'chat' | 'email' | 'web_form' | 'other';
  /** The version that the reader saw when she began; null while nothing is typed. */
  version: number | null;
};

export const EMPTY_DRAFT: Draft = {
  mode: 'call',
  outcome: null,
  inbound: false,
  at: null,
  phoneId: null,
  note: '',
  to: null,
  promiseAt: null,
  promiseBy: 'us',
  likelihood: null,
  holdReasons: [],
  recontactOn: null,
  startsAt: null,
  minutes: 30,
  service: null,
  bookingNote: '',
  declined: null,
  reasonText: '',
  invalidKind: null,
  originalId: null,
  evidenceKind: 'call',
  evidence: '',
  visitAt: null,
  cancelledBy: 'patient',
  replyChannel: 'sms',
  version: null,
};

export type ThenField =
  'promise' | 'hold' | 'appointment' | 'cancelledBy' | 'visit' | 'declined' | 'invalid' | 'evidence' | 'reason';

const FIELDS: Partial<Record<StatusCode, readonly ThenField[]>> = {
  CALLBACK: ['promise'],
  HOLD: ['hold'],
  BOOKED: ['appointment'],
  CANCELLED: ['cancelledBy'],
  VISITED: ['visit'],
  DECLINED: ['declined'],
  INVALID: ['invalid'],
  DO_NOT_CONTACT: ['evidence'],
};
const CLOSED_WITH_REASON: readonly StatusCode[] = ['UNREACHED', 'DECLINED', 'INELIGIBLE', 'INVALID', 'DO_NOT_CONTACT'];

/** Which questions a change of status asks. The server's table of domain §1 decides; this one only opens the right fields. */
export function fieldsFor(from: StatusCode, to: StatusCode, byCall: boolean): readonly ThenField[] {
  const fields = [...(FIELDS[to] ?? [])];
  if (from === 'DO_NOT_CONTACT' && !fields.includes('evidence')) fields.push('evidence');
  const excused = byCall && (from === 'UNREACHED' || from === 'DECLINED');
  if (CLOSED_WITH_REASON.includes(from) && !excused && !fields.includes('evidence') && !fields.includes('declined')) {
    fields.push('reason');
  }
  return fields;
}

/** After these a connected call has to say what comes next. */
export const MUST_SAY_THEN: readonly StatusCode[] = ['HOLD', 'RESCHEDULING', 'CANCELLED', 'NO_SHOW'];
/** A connected call may renew them: fields and next action anew, no change of status. */
export const RENEWABLE: readonly StatusCode[] = [
  'CALLBACK',
  'LATER',
  'CONSULTING',
  'HOLD',
  'BOOKED',
  'RESCHEDULING',
  'CANCELLED',
  'NO_SHOW',
];

/** Answered by pressing one of several, not by typing. */
export const CHOSEN: readonly string[] = [
  'outcome',
  'to',
  'promiseAt',
  'likelihood',
  'holdReasons',
  'appointment.serviceCode',
  'reasonCode',
  'invalidKind',
  'originalId',
];

export type Missing = Readonly<Record<string, true>>;

/** The fields that still have to be filled before it can be sent, by their name in the API. */
export function missingFields(draft: Draft, status: StatusCode): Missing {
  const missing: Record<string, true> = {};
  const need = (ok: boolean, field: string) => {
    if (!ok) missing[field] = true;
  };
  if (draft.mode === 'reply') {
    need(draft.note.trim() !== '', 'text');
    return missing;
  }
  const connected = draft.mode === 'call' && draft.outcome === 'CONNECTED';
  if (draft.mode === 'call') {
    need(draft.outcome !== null, 'outcome');
    need(draft.at !== '', 'at');
  }
  if (draft.mode === 'status' || (connected && MUST_SAY_THEN.includes(status))) need(draft.to !== null, 'to');
  if (draft.to === null || (draft.mode === 'call' && !connected)) return missing;
  for (const field of fieldsFor(status, draft.to, connected)) {
    if (field === 'promise') need(draft.promiseAt !== null, 'promiseAt');
    if (field === 'hold') {
      need(draft.likelihood !== null, 'likelihood');
      need(draft.holdReasons.length > 0, 'holdReasons');
    }
    if (field === 'appointment') {
      need(draft.startsAt !== null, 'appointment.startsAt');
      need(draft.service !== null, 'appointment.serviceCode');
    }
    if (field === 'visit') need(draft.visitAt !== '', 'visit.at');
    if (field === 'declined') {
      need(draft.declined !== null, 'reasonCode');
      need(draft.declined !== 'OTHER' || draft.reasonText.trim() !== '', 'reasonText');
    }
    if (field === 'invalid') {
      need(draft.invalidKind !== null, 'invalidKind');
      need(draft.invalidKind !== 'duplicate' || draft.originalId !== null, 'originalId');
    }
    if (field === 'evidence') need(draft.evidence.trim() !== '', 'evidence');
    if (field === 'reason') need(draft.reasonText.trim() !== '', 'reasonText');
  }
  return missing;
}

export type Site = { zone: string; now: number; proposedDay: string | null };

function thenOf(draft: Draft, from: StatusCode, byCall: boolean, site: Site): Then | null {
  if (draft.to === null) return null;
  const then: Then = { to: draft.to };
  for (const field of fieldsFor(from, draft.to, byCall)) {
    if (field === 'promise') {
      then.promiseAt = draft.promiseAt ? fromFieldTime(draft.promiseAt, site.zone) : null;
      then.promiseBy = draft.promiseBy;
    }
    if (field === 'hold') {
      if (draft.likelihood) then.likelihood = draft.likelihood;
      then.holdReasons = draft.holdReasons;
      const day = draft.recontactOn ?? site.proposedDay;
      if (day) then.recontactOn = day;
    }
    if (field === 'appointment') {
      const startsAt = draft.startsAt && fromFieldTime(draft.startsAt, site.zone);
      if (startsAt && draft.service) {
        const note = draft.bookingNote.trim();
        then.appointment = {
          startsAt,
          durationMinutes: draft.minutes,
          serviceCode: draft.service,
          ...(note ? { note } : {}),
        };
      }
    }
    if (field === 'cancelledBy') then.cancelledBy = draft.cancelledBy;
    if (field === 'visit') {
      const at = draft.visitAt && fromFieldTime(draft.visitAt, site.zone);
      then.visit = { at: at ? at : new Date(site.now).toISOString() };
    }
    if (field === 'declined' && draft.declined) then.reasonCode = draft.declined;
    if ((field === 'declined' || field === 'reason') && draft.reasonText.trim())
      then.reasonText = draft.reasonText.trim();
    if (field === 'invalid') {
      if (draft.invalidKind) then.invalidKind = draft.invalidKind;
      if (draft.invalidKind === 'duplicate' && draft.originalId) then.originalId = draft.originalId;
    }
    if (field === 'evidence') then.evidence = { kind: draft.evidenceKind, text: draft.evidence.trim() };
  }
  return then;
}

/** The body of `POST …/calls`. Only for a draft without missing fields. */
export function callBody(draft: Draft, from: StatusCode, site: Site, version: number): z.input<typeof CallInput> {
  const then = draft.outcome === 'CONNECTED' ? thenOf(draft, from, true, site) : null;
  const at = draft.at && fromFieldTime(draft.at, site.zone);
  const note = draft.note.trim();
  return {
    outcome: draft.outcome ?? 'NO_ANSWER',
    direction: draft.inbound ? 'inbound' : 'outbound',
    ...(at ? { at } : {}),
    ...(note ? { note } : {}),
    ...(draft.phoneId ? { phoneId: draft.phoneId } : {}),
    ...(then ? { then } : {}),
    version,
  };
}

/** The body of `POST …/transitions`. A change without a call keeps the note as its reason. */
export function transitionBody(
  draft: Draft,
  from: StatusCode,
  site: Site,
  version: number,
): z.input<typeof Transition> | null {
  const then = thenOf(draft, from, false, site);
  if (!then) return null;
  const note = draft.note.trim().slice(0, 1000);
  return { ...(note ? { reasonText: note } : {}), ...then, version };
}

const keyOf = (enquiryId: string) => `anbu.draft.${enquiryId}`;
const Stored = z.record(z.string(), z.unknown());

/** A draft lives as long as the tab: a reload or a wrong click loses nothing, another person at this desk finds nothing. */
export function readDraft(enquiryId: string): Draft {
  try {
    const parsed = Stored.safeParse(JSON.parse(sessionStorage.getItem(keyOf(enquiryId)) ?? 'null'));
    return parsed.success ? { ...EMPTY_DRAFT, ...(parsed.data as Partial<Draft>) } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

export function writeDraft(enquiryId: string, draft: Draft): void {
  if (draft === EMPTY_DRAFT) sessionStorage.removeItem(keyOf(enquiryId));
  else sessionStorage.setItem(keyOf(enquiryId), JSON.stringify(draft));
}
