import { useT } from '../../../i18n/index.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { useUndoHandOver } from './tell-hand-over.tsx';

/** Who supervises takes back what another, or a rule, handed over: with a reason, which the audit keeps. */
export function UndoWithReason({ id, who, onClose }: { id: string; who: string; onClose: () => void }) {
  const t = useT();
  const undo = useUndoHandOver();
  return (
    <ReasonDialog
      title={t('desk.handOver.undoOf', { who })}
      body={t('desk.handOver.undoBody')}
      confirm={t('desk.undo')}
      busy={undo.isPending}
      error={undo.error}
      maxLength={1000}
      onConfirm={(reasonText) => undo.mutate({ id, reasonText }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
