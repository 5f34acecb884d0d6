import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PhoneCall as PhoneIcon } from 'lucide-react';
import { PhoneCall } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { DIALLED } from './dial-request.ts';
import { usePhoneNow } from './use-phone.ts';

/** Calls a number by the reader's own telephone. Not there where she has none that the program can ring. */
export function DialButton({ personId, phoneId, display }: { personId: string; phoneId: string; display: string }) {
  const t = useT();
  const { data } = usePhoneNow();
  const dial = useAct({
    run: (_: null, key) => api.post('/telephony/calls', PhoneCall, { personId, phoneId }, { idempotencyKey: key }),
    refresh: [keys.phone.now],
    done: t('telephony.dialled'),
    name: DIALLED,
  });
  if (!data?.canDial) return null;
  return (
    <ActionIcon
      variant="light"
      size={26}
      aria-label={t('telephony.dial', { name: display })}
      loading={dial.isPending}
      disabled={data.call !== null && data.call.userId !== null && data.call.endedAt === null}
      onClick={() => dial.mutate(null)}
    >
      <PhoneIcon size={15} aria-hidden />
    </ActionIcon>
  );
}

/** The calls and recordings of a person, where there is an exchange. */
export function CallsLink({ personId }: { personId: string }) {
  const t = useT();
  const { data } = usePhoneNow();
  if (!data?.hasExchange) return null;
  return (
    <Link to="/calls" search={{ person: personId }}>
      {t('calls.ofPerson')}
    </Link>
  );
}
