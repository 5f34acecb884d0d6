import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Enquiry } from '@anbu/contract';
import { useStatusName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { useReason } from '../why.ts';
import { useActionWords } from '../words.ts';
import { lastAct, rememberAct } from './own-acts.ts';
import { useUndo } from './use-enquiry.ts';

/**
 * Says what happens next with an enquiry that was just worked on, and offers to take the act back. `what` names the act where it is not the
 * status that it led to.
 */
export function useTellNext() {
  const t = useT();
  const actionWords = useActionWords();
  const reason = useReason();
  const statusName = useStatusName();
  const undo = useUndo();
  return (enquiry: Enquiry, what?: string) => {
    const name = enquiry.person.name ?? t('common.noName');
    const { id, nextAction, undoUntil, version } = enquiry;
    if (undoUntil) {
      rememberAct({ enquiryId: id, name, what: what ?? statusName(enquiry.status), until: undoUntil, version });
    }
    const notice = `told.${id}`;
    notifications.hide(notice);
    notifications.show({
      id: notice,
      color: 'brand',
      autoClose: 9000,
      title: t('desk.told.title', { name, status: statusName(enquiry.status) }),
      message: (
        <span className="told">
          <span>
            {nextAction ? t('desk.told.next', { next: actionWords(nextAction) }) : t('desk.told.closed')}
            {nextAction ? <span className="text-2"> · {reason(enquiry)}</span> : null}
          </span>
          {undoUntil ? (
            <Button
              className="told-undo"
              size="compact-xs"
              variant="light"
              onClick={() => {
                notifications.hide(notice);
                const act = lastAct();
                undo.mutate({ id, version: act?.enquiryId === id ? act.version : version });
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
