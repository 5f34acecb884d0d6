import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';

/** Who looks at the mailboxes sees it. */
export function mailboxChanged(tx: Tx, mailboxId: Id): void {
  tx.emit({ type: 'mail.mailbox_changed', payload: { mailboxId } });
}
