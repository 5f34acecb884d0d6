import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Enquiry, type EnquiryRow, type StatusCode } from '@anbu/contract';
import { api, problemText, useAct, useStatusName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { STATUS_FAMILY } from '../../../ui/index.ts';
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
    row.allowedTransitions.slice(0, 9).map((to, index) => ({
      keys: String(index + 1),
      label: statusName(to),
      run: () => choose(to),
    })),
    'dialog',
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{t('desk.move.title', { name: row.person.name ?? t('common.noName') })}</strong>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {row.allowedTransitions.length === 0 ? (
        <p className="text-2">{t('desk.then.nothing')}</p>
      ) : (
        <Choices
          label={t('desk.move.now', { status: statusName(row.status) })}
          options={row.allowedTransitions.map((to, index) => ({
            value: to,
            label: statusName(to),
            family: STATUS_FAMILY[to],
            ...(index < 9 ? { keys: String(index + 1) } : {}),
          }))}
          chosen={[]}
          onChoose={choose}
          columns={2}
        />
      )}
    </Modal>
  );
}
