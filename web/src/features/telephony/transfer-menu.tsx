import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PhoneAgentPage, PhoneCall } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';

const WAYS = [
  { way: 'consult', label: 'telephony.consult' },
  { way: 'transfer', label: 'telephony.transferNow' },
] as const;

/** To whom the call goes, asked first or at once: colleagues with a telephone, and what they do now. */
export function TransferMenu({ call }: { call: PhoneCall }) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const agents = useQuery({
    queryKey: keys.phone.agents,
    queryFn: ({ signal }) => api.get('/telephony/agents', PhoneAgentPage, { signal }),
    enabled: opened,
  });
  const pass = useAct({
    run: ({ way, extension }: { way: 'consult' | 'transfer'; extension: string }, key) =>
      api.post(`/telephony/calls/${call.id}/${way}`, PhoneCall, { extension }, { idempotencyKey: key }),
    refresh: [keys.phone.now],
  });
  const others = (agents.data?.items ?? []).filter(({ userId, extension }) => extension && userId !== call.userId);
  return (
    <Menu opened={opened} onChange={setOpened} withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="default">
          {t('telephony.transfer')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {WAYS.filter(({ way }) => call.acts.includes(way)).map(({ way, label }) => (
          <div key={way} role="group" aria-label={t(label)}>
            <Menu.Label>{t(label)}</Menu.Label>
            {others.map(({ userId, name, extension, state }) => (
              <Menu.Item key={userId} onClick={() => extension && pass.mutate({ way, extension })}>
                {name} · {extension} · {t(`telephony.state.${state}`)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
