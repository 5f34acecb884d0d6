import { notifications } from '@mantine/notifications';
import { Enquiry, type EnquiryRow, type StatusCode } from '@anbu/contract';
import { api, problemText, useAct, useStatusName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { Dialog, STATUS_FAMILY } from '../../../ui/index.ts';
import { Choices } from '../work/choices.tsx';
import { EMPTY_DRAFT, fieldsFor, writeDraft } from '../work/draft.ts';
import { useTellNext } from '../work/tell-next.tsx';
import { useKeepEnquiry, useReadAgain } from '../work/use-enquiry.ts';

/** A status by hand, from a drag or from `M`: done at once when it asks nothing, else the panel opens with its questions. */
export function useMove(onAsk: (row: EnquiryRow) => void) {
  const t = useT();
  const keep = useKeepEnquiry();
  const tellNext = useTellNext();
  const readAgain = useReadAgain('');
  const move = useAct({
    run: ({ row, to }: { row: EnquiryRow; to: StatusCode }, key) =>
      api.post(`/enquiries/${row.id}/transitions`, Enquiry, { to, version: row.version }, { idempotencyKey: key }),
    showError: 'form',
    onDone: (enquiry) => {
      keep(enquiry);
      tellNext(enquiry);
    },
  });
  return (row: EnquiryRow, to: StatusCode) => {
    if (fieldsFor(row.status, to, false).length > 0) {
      writeDraft(row.id, { ...EMPTY_DRAFT, mode: 'status', to, version: row.version });
      onAsk(row);
      return;
    }
    move.mutate(
      { row, to },
      {
        onError: (error) => {
          readAgain(error);
          notifications.show({ message: problemText(t, error), color: 'red', autoClose: 8000, role: 'alert' });
        },
      },
    );
  };
}

/** 1 to 9, then 0 for the tenth. */
function keyOf(index: number): string | undefined {
  return index < 10 ? String((index + 1) % 10) : undefined;
}

/** `M`: the keyboard's way of what a drag does. */
export function MoveDialog({
  row,
  onMove,
  onClose,
}: {
  row: EnquiryRow;
  onMove: (to: StatusCode) => void;
  onClose: () => void;
}) {
  const t = useT();
  const statusName = useStatusName();
  const choose = (to: StatusCode) => {
    onClose();
    onMove(to);
  };
  useShortcuts(
    row.allowedTransitions.flatMap((to, index) => {
      const keys = keyOf(index);
      return keys ? [{ keys, label: statusName(to), run: () => choose(to) }] : [];
    }),
    'dialog',
  );
  return (
    <Dialog title={t('desk.move.title', { name: row.person.name ?? t('common.noName') })} onClose={onClose}>
      {row.allowedTransitions.length === 0 ? (
        <p className="text-2">{t('desk.then.nothing')}</p>
      ) : (
        <Choices
          label={t('desk.move.now', { status: statusName(row.status) })}
          options={row.allowedTransitions.map((to, index) => ({
            value: to,
            label: statusName(to),
            family: STATUS_FAMILY[to],
            keys: keyOf(index),
          }))}
          chosen={[]}
          onChoose={choose}
          columns={2}
          autoFocus
        />
      )}
    </Dialog>
  );
}
