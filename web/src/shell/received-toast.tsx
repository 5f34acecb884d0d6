import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../api/session.ts';
import { useT } from '../i18n/store.ts';
import { useLiveEvent } from '../live/use-live.ts';

const SHOWN_MS = 15_000;

/** A customer of hers has answered: told at once, wherever she is. */
export function useReceivedToast(): void {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  useLiveEvent('inbox.received', ({ ids }) => {
    const message = ids['incomingId'];
    if (!message || ids['ownerId'] !== me.userId) return;
    const id = `received ${message}`;
    const show = () => {
      notifications.hide(id);
      void navigate({ to: '/inbox', search: { message } });
    };
    notifications.show({
      id,
      message: (
        <>
          {t('inbox.toOwner')}{' '}
          <Button size="compact-xs" variant="subtle" onClick={show}>
            {t('inbox.show')}
          </Button>
        </>
      ),
      autoClose: SHOWN_MS,
    });
  });
}
