import type { Then, Transition } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { TransitionRequest } from '../rules/index.ts';
import { notBefore } from './not-before.ts';

/**
 * A time of a body; the contract has checked its form. With `receivedAt` it is read as `notBefore` says. Refuses field.format on what the form lets
 * through.
 */
export function readInstant(text: string, field: string, receivedAt?: Instant): Outcome<Instant> {
  const parsed = parseInstant(text);
  if (parsed === null) return refuseFields([{ field, code: 'field.format', params: { expected: 'datetime' } }]);
  return ok(receivedAt === undefined ? parsed : notBefore(text, parsed, receivedAt));
}

/** The body of a transition, or the `then` of a call, with times as instants. `prefix` names its fields in errors. */
export function readTransition(body: Transition | Then, receivedAt: Instant, prefix = ''): Outcome<TransitionRequest> {
  const promiseAt =
    typeof body.promiseAt === 'string' ? readInstant(body.promiseAt, `${prefix}promiseAt`) : ok(body.promiseAt);
  if (!promiseAt.ok) return promiseAt;
  const startsAt = body.appointment
    ? readInstant(body.appointment.startsAt, `${prefix}appointment.startsAt`)
    : ok(undefined);
  if (!startsAt.ok) return startsAt;
  const visitAt = body.visit ? readInstant(body.visit.at, `${prefix}visit.at`, receivedAt) : ok(undefined);
  if (!visitAt.ok) return visitAt;
  const { to, reasonCode, reasonText, holdReasons, likelihood, recontactOn, promiseBy, invalidKind, cancelledBy } =
    body;
  return ok({
    to,
    reasonCode,
    reasonText,
    holdReasons,
    likelihood,
    // The contract has checked that it is a day of the calendar.
    recontactOn: recontactOn as CalendarDay | undefined,
    promiseAt: promiseAt.value,
    promiseBy,
    invalidKind,
    cancelledBy,
    originalId: body.originalId,
    evidence: body.evidence,
    appointment:
      body.appointment && startsAt.value !== undefined
        ? {
            startsAt: startsAt.value,
            durationMinutes: body.appointment.durationMinutes,
            serviceCode: body.appointment.serviceCode,
          }
        : undefined,
    visit: visitAt.value === undefined ? undefined : { at: visitAt.value },
  });
}
