import { Menu } from '@mantine/core';
import { Check, Phone, PhoneOff } from 'lucide-react';
import { Nothing } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { usePhoneNow } from './use-phone.ts';

const STATES = [
  { state: 'available', icon: Phone },
  { state: 'away', icon: PhoneOff },
] as const;

/** Whether the reader takes calls; part of her menu where she has a telephone. */
export function OwnTelephone() {
  const t = useT();
  const { data } = usePhoneNow();
  const say = useAct({
    run: (state: 'available' | 'away') => api.put('/me/telephone', Nothing, { state }),
    refresh: [keys.phone.now, keys.phone.agents],
  });
  if (!data?.extension) return null;
  return (
    <>
      <Menu.Label>
        {t('telephony.state')} · {data.extension}
      </Menu.Label>
      {STATES.map(({ state, icon: Icon }) => {
        const current = state === 'away' ? data.state === 'away' : data.state !== 'away';
        return (
          <Menu.Item
            key={state}
            leftSection={<Icon size={16} strokeWidth={1.75} aria-hidden />}
            rightSection={current ? <Check size={16} strokeWidth={1.75} aria-hidden /> : null}
            aria-current={current}
            onClick={() => say.mutate(state)}
          >
            {t(`telephony.state.${state}`)}
          </Menu.Item>
        );
      })}
    </>
  );
}
