import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DutyKind } from './rules/duties.ts';

/** What others hear. Payloads hold ids and codes. */
export function consentsChanged(tx: Tx, personId: Id, by: string): void {
  tx.emit({ type: 'consents.changed', payload: { personId, by }, personId });
}

/** Of each person whom it concerns: a number may be a family's. */
export function consentsStopped(tx: Tx, suppressionId: Id, personIds: readonly Id[]): void {
  for (const personId of personIds)
    tx.emit({ type: 'consents.stopped', payload: { suppressionId, personId }, personId });
}

/** One confirmation is owed to who said the stop, and no more than one. */
export function confirmationDue(tx: Tx, suppressionId: Id): void {
  tx.emit({ type: 'consents.confirmation_due', payload: { suppressionId } });
}

export function stopLifted(tx: Tx, suppressionId: Id, personIds: readonly Id[]): void {
  for (const personId of personIds) {
    tx.emit({ type: 'consents.stop_lifted', payload: { suppressionId, personId }, personId });
  }
}

/** A notice that the law asks for is to be sent: `consents.result_notice_due`, `consents.reconfirmation_due`. */
export function dutyDue(tx: Tx, dutyId: Id, personId: Id, kind: DutyKind): void {
  tx.emit({ type: `consents.${kind}_due`, payload: { dutyId, personId }, personId });
}

export function dataRequested(tx: Tx, requestId: Id, personId: Id, kind: string): void {
  tx.emit({ type: 'consents.data_requested', payload: { requestId, personId, kind }, personId });
}

/** A request about data is to be answered in three days, or late. */
export function requestDue(tx: Tx, requestId: Id, late: boolean): void {
  tx.emit({ type: 'consents.request_due', payload: { requestId, late } });
}
