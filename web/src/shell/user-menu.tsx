import { Avatar, Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Bell, BellOff, Building2, Check, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Me, Nothing, type Language } from '@anbu/contract';
import { api } from '../api/client.ts';
import { forgetPageOrganisation, workIn } from '../api/page-organisation.ts';
import { useCan, useMe, useRememberMe } from '../api/session.ts';
import { useAct } from '../api/use-act.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../i18n/language.ts';
import { showLanguage, useT } from '../i18n/store.ts';
import { turnOff } from '../reminders/browser.ts';
import { OwnTelephone } from '../features/telephony/own-telephone.tsx';
import { chimeWanted, playChime, wantChime } from './chime.ts';

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
const THEMES = [
  { scheme: 'light', icon: Sun },
  { scheme: 'dark', icon: Moon },
  { scheme: 'auto', icon: Monitor },
] as const satisfies readonly { scheme: MantineColorScheme; icon: unknown }[];

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const remember = useRememberMe();
  const can = useCan();
  const [chime, setChime] = useState(chimeWanted);
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const chooseLanguage = useAct({
    run: async (language: Language) => {
      await showLanguage(language);
      return api.patch('/me', Me, { language });
    },
    onDone: (answer) => {
      remember(answer);
      // Sentences that the server filled in are in the former language.
      void client.invalidateQueries();
    },
  });
  const changeOrganisation = useAct({
    run: (organisationId: string, key) => api.post('/me/organisation', Me, { organisationId }, { idempotencyKey: key }),
    onDone: ({ organisation }) => workIn(organisation.slug, '/'),
  });
  const signOut = useAct({
    run: async (_: null, key) => {
      await api.post('/sign-out', Nothing, {}, { idempotencyKey: key });
      await turnOff();
    },
    onDone: () => {
      client.clear();
      forgetPageOrganisation();
      void navigate({ to: '/sign-in', search: {} });
    },
  });

  return (
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton className="shell-user" aria-label={t('shell.user.menu', { name: me.name })}>
          <Avatar size={30} radius="xl" color="brand" variant="light">
            {me.name.slice(0, 1)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="shell-user-who">
          <strong>{me.name}</strong>
          <span>
            {t(`identity.role.${me.role}`)} · {me.organisation.name}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<UserRound {...icon} />} component={Link} to="/settings/account">
          {t('shell.user.account')}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard {...icon} />} onClick={onHelp}>
          {t('shell.user.shortcuts')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.user.language')}</Menu.Label>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            rightSection={t.language === language ? <Check {...icon} /> : null}
            aria-current={t.language === language}
            onClick={() => chooseLanguage.mutate(language)}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {can('enquiries.work') ? (
          <Menu.Item
            leftSection={chime ? <Bell {...icon} /> : <BellOff {...icon} />}
            role="menuitemcheckbox"
            aria-checked={chime}
            closeMenuOnClick={false}
            onClick={() => {
              wantChime(!chime);
              setChime(!chime);
              void playChime();
            }}
          >
            {chime ? t('shell.user.chimeOn') : t('shell.user.chimeOff')}
          </Menu.Item>
        ) : null}
        <OwnTelephone />
        <Menu.Label>{t('shell.user.theme')}</Menu.Label>
        {THEMES.map(({ scheme, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon {...icon} />}
            rightSection={colorScheme === scheme ? <Check {...icon} /> : null}
            aria-current={colorScheme === scheme}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`shell.user.theme.${scheme}`)}
          </Menu.Item>
        ))}
        {me.organisations.length > 1 ? (
          <>
            <Menu.Label>{t('shell.user.organisation')}</Menu.Label>
            {me.organisations.map((organisation) => (
              <Menu.Item
                key={organisation.id}
                leftSection={<Building2 {...icon} />}
                rightSection={organisation.id === me.organisation.id ? <Check {...icon} /> : null}
                aria-current={organisation.id === me.organisation.id}
                onClick={() => organisation.id !== me.organisation.id && changeOrganisation.mutate(organisation.id)}
              >
                {organisation.name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut {...icon} />} onClick={() => signOut.mutate(null)}>
          {t('shell.user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
