import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, createSpotlight } from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DoorOpen, PhoneCall, Plus, Search, UserRound } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { EnquiryPage, PersonPage, type PersonHit } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan } from '../api/session.ts';
import { useTakeNext } from '../features/desk/take-next.ts';
import { localPhone } from '../features/enquiries/local-phone.ts';
import { useForgetOlder } from '../features/enquiries/work/use-enquiry.ts';
import { useT } from '../i18n/store.ts';
import { useTime } from '../i18n/use-time.ts';
import { StatusBadge, Sticker, useSexAge } from '../ui/bits.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { matches } from './palette-match.ts';
import type { NavSection } from './sections.ts';

const [store, palette] = createSpotlight();
const SHOWN = 8;
const OPEN_SHOWN = 5;
const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** One field for everything: people by name, initial consonants, phone tail or number; screens; acts. */
export default function Palette({ sections, onClose }: { sections: readonly NavSection[]; onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 120);
  const forgetOlder = useForgetOlder();
  const next = useTakeNext({
    onTaken: ({ enquiry }) => {
      forgetOlder(enquiry);
      void navigate({ to: '/today', search: { enquiry: enquiry.id } });
    },
    onNone: () => void navigate({ to: '/today', search: {} }),
  });
  useEffect(() => palette.open(), []);

  const people = useQuery({
    queryKey: keys.people.list({ q: asked, limit: SHOWN }),
    queryFn: ({ signal }) => api.get('/people', PersonPage, { query: { q: asked, limit: SHOWN }, signal }),
    enabled: asked.length > 0 && can('people.read'),
    placeholderData: keepPreviousData,
  });
  const openQuery = { q: asked, open: true, limit: OPEN_SHOWN };
  const enquiries = useQuery({
    queryKey: keys.enquiries.list(openQuery),
    queryFn: ({ signal }) => api.get('/enquiries', EnquiryPage, { query: openQuery, signal }),
    enabled: asked.length > 0 && can('people.read') && can('enquiries.read'),
    placeholderData: keepPreviousData,
  });
  // Who waits for us comes first, with where it stands; everybody else by the best match.
  const open = asked.length > 0 ? (enquiries.data?.items ?? []) : [];
  const known = new Set(open.map((row) => row.person.id));
  const hits = asked.length > 0 ? (people.data?.items ?? []).filter((person) => !known.has(person.id)) : [];
  const hasMore = asked.length > 0 && (people.data?.nextCursor ?? null) !== null;
  const screens = sections.flatMap((section) => section.items).filter((item) => matches(t(item.label), query));
  const acts: { label: string; keys?: string; icon: ReactNode; run: () => void }[] = [
    {
      label: t('shell.palette.newEnquiry'),
      icon: <Plus {...icon} />,
      run: () => void navigate({ to: '/enquiries/new', search: /^[\d-]{9,}$/.test(query) ? { phone: query } : {} }),
    },
    {
      label: t('desk.walkIn'),
      icon: <DoorOpen {...icon} />,
      run: () => void navigate({ to: '/enquiries/new', search: { kind: 'walk_in' } }),
    },
    {
      label: t('shell.palette.nextCall'),
      icon: <PhoneCall {...icon} />,
      run: () => next.take({}),
    },
  ].filter((act) => can('enquiries.work') && matches(act.label, query));
  // What comes first is what Enter takes, as soon as it is there.
  const listed = [
    ...open.map((row) => row.id),
    ...hits.map((hit) => hit.id),
    ...acts.map((act) => act.label),
    ...screens.map((item) => item.to),
  ].join();
  useEffect(() => selectFirst(), [listed]);
  const openPerson = (personId: string) => void navigate({ to: '/people/$personId', params: { personId }, search: {} });
  const nothing = open.length + hits.length === 0 && screens.length === 0 && acts.length === 0;

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight={480}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      centered={false}
      attributes={{ content: { 'aria-label': t('shell.palette.title') } }}
    >
      <Spotlight.Search
        placeholder={t('shell.palette.placeholder')}
        aria-label={t('shell.palette.placeholder')}
        leftSection={<Search {...icon} />}
        autoComplete="off"
        // The input method sends Enter and arrows once for itself: they must not choose.
        onKeyDownCapture={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) event.stopPropagation();
        }}
      />
      <Spotlight.ActionsList>
        {open.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.palette.open')}>
            {open.map((row) => (
              <Spotlight.Action key={row.id} onClick={() => openPerson(row.person.id)}>
                <Hit person={row.person}>
                  <StatusBadge status={row.status} />
                </Hit>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {hits.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.palette.people')}>
            {hits.map((person) => (
              <Spotlight.Action key={person.id} onClick={() => openPerson(person.id)}>
                <Hit person={person}>
                  {person.openEnquiries > 0 ? (
                    <span className="palette-open">
                      {t('shell.palette.openEnquiries', { count: person.openEnquiries })}
                    </span>
                  ) : null}
                </Hit>
              </Spotlight.Action>
            ))}
            {hasMore ? (
              <Spotlight.Action
                label={t('shell.palette.more')}
                leftSection={<Search {...icon} />}
                onClick={() => void navigate({ to: '/people', search: { q: asked } })}
              />
            ) : null}
          </Spotlight.ActionsGroup>
        ) : null}
        {acts.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.palette.actions')}>
            {acts.map((act) => (
              <Spotlight.Action key={act.label} label={act.label} leftSection={act.icon} onClick={act.run} />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {screens.length > 0 ? (
          <Spotlight.ActionsGroup label={t('shell.palette.goTo')}>
            {screens.map((item) => (
              <Spotlight.Action
                key={item.to}
                label={t(item.label)}
                leftSection={<item.icon {...icon} />}
                rightSection={<Kbd keys={`G ${item.letter}`} />}
                onClick={() => void navigate({ to: item.to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {nothing ? (
          <Spotlight.Empty>
            {people.isFetching ? t('shell.palette.searching') : t('shell.palette.nothing')}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** One line by which a person is known again. */
function Hit({ person, children }: { person: PersonHit; children: ReactNode }) {
  const t = useT();
  const time = useTime();
  const sexAge = useSexAge();
  return (
    <span className="palette-person">
      <UserRound {...icon} />
      <strong>{person.name ?? t('common.noName')}</strong>
      {[sexAge(person, time.today), person.phone ? localPhone(person.phone) : ''].filter(Boolean).map((fact) => (
        <span key={fact} className="text-2">
          {fact}
        </span>
      ))}
      {person.stickers.slice(0, 2).map((sticker) => (
        <Sticker key={sticker.code} sticker={sticker} />
      ))}
      <span className="palette-side">
        {children}
        {person.lastContactAt ? <span className="text-2">{time.ago(person.lastContactAt)}</span> : null}
      </span>
    </span>
  );
}

function selectFirst() {
  const { listId } = store.getState();
  const list = listId ? document.getElementById(listId) : null;
  for (const element of list?.querySelectorAll('[data-selected]') ?? []) element.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}
