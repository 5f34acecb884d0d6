import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { Person, PhoneCall, type PhoneNow } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog } from '../../ui/index.ts';
import { DIALLED, onDialAsked } from './dial-request.ts';

type Asked = { readonly personId: string; readonly phones: Person['phones'] };

/** `C` calls: at once where she has one number, and asks which where she has several. While the reader speaks nothing is dialled. */
export function DialOnRequest({ now }: { now: PhoneNow }) {
  const t = useT();
  const [picking, setPicking] = useState<Asked | null>(null);
  const dial = useAct({
    run: ({ personId, phoneId }: { personId: string; phoneId: string }, key) =>
      api.post('/telephony/calls', PhoneCall, { personId, phoneId }, { idempotencyKey: key }),
    refresh: [keys.phone.now],
    done: t('telephony.dialled'),
    name: DIALLED,
  });
  const find = useAct({
    run: async (personId: string): Promise<Asked> => {
      const { phones } = await api.get(`/people/${personId}`, Person);
      return { personId, phones: phones.filter(({ state }) => state === 'ok') };
    },
    refresh: [],
    onDone: ({ personId, phones }) => {
      const [only] = phones;
      if (phones.length > 1) setPicking({ personId, phones });
      else if (only) dial.mutate({ personId, phoneId: only.id });
    },
  });
  const speaks = now.call !== null && now.call.userId !== null && now.call.endedAt === null;
  const ask = useEffectEvent((personId: string) => {
    if (now.canDial && !speaks && !find.isPending && !dial.isPending) find.mutate(personId);
  });
  useEffect(() => onDialAsked((personId) => ask(personId)), []);
  if (picking === null) return null;
  return (
    <Dialog title={t('telephony.pickNumber')} size="sm" onClose={() => setPicking(null)}>
      <div className="call-bar-numbers">
        {picking.phones.map(({ id, display, label }, index) => (
          <Button
            key={id}
            variant="default"
            justify="flex-start"
            data-autofocus={index === 0 ? true : undefined}
            onClick={() => {
              dial.mutate({ personId: picking.personId, phoneId: id });
              setPicking(null);
            }}
          >
            {[display, label].filter(Boolean).join(' · ')}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
