import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DutyKind } from './store/duty-store.ts';

/** What others hear. Payloads hold ids and codes. */
export function consentsChanged(tx: Tx, personId: Id, by: string): void {
  tx.emit({ type: 'consents.changed', payload: { personId, by }, personId });
}

/** `confirm`: one confirmation is owed to who said it. */
export function consentsStopped(tx: Tx, suppressionId: Id, personId: Id | null, confirm: boolean): void {
  tx.emit({ type: 'consents.stopped', payload: { suppressionId, personId, confirm }, personId });
}

export function stopLifted(tx: Tx, suppressionId: Id, personId: Id | null): void {
  tx.emit({ type: 'consents.stop_lifted', payload: { suppressionId, personId }, personId });
}

/** A notice that the law asks for is to be sent: `consents.result_notice_due`, `consents.reconfirmation_due`. */
export function dutyDue(tx: Tx, dutyId: Id, personId: Id, kind: DutyKind): void {
  tx.emit({ type: `consents.${kind}_due`, payload: { dutyId, personId }, personId });
}

export function dataRequested(tx: Tx, requestId: Id, personId: Id, kind: string): void {
  tx.emit({ type: 'consents.data_requested', payload: { requestId, personId, kind }, personId });
}
