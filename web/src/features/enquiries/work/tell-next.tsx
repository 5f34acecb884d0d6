import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Enquiry } from '@anbu/contract';
import { useStatusName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useActionWords } from '../words.ts';
import { lastAct, rememberAct } from './last-act.ts';
import { useUndo } from './use-enquiry.ts';

/** Says what happens next with an enquiry that was just worked on, and offers to take the act back. */
export function useTellNext() {
  const t = useT();
  const actionWords = useActionWords();
  const statusName = useStatusName();
  const undo = useUndo();
  return (enquiry: Enquiry) => {
    rememberAct(enquiry);
    const name = enquiry.person.name ?? t('common.noName');
    const next = enquiry.nextAction
      ? t('desk.told.next', { next: actionWords(enquiry.nextAction) })
      : t('desk.told.closed');
    const notice = `told.${enquiry.id}`;
    notifications.hide(notice);
    notifications.show({
      id: notice,
      color: 'brand',
      autoClose: 9000,
      title: t('desk.told.title', { name, status: statusName(enquiry.status) }),
      message: (
        <span className="told">
          <span>
            {next}
            {enquiry.nextAction ? <span className="text-2"> · {enquiry.nextAction.reason.text}</span> : null}
          </span>
          {enquiry.undoUntil ? (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => {
                notifications.hide(notice);
                const act = lastAct();
                undo.mutate(act?.id === enquiry.id ? act : { id: enquiry.id, version: enquiry.version });
              }}
            >
              {t('desk.undo')}
            </Button>
          ) : null}
        </span>
      ),
    });
  };
}
