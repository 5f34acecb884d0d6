import '../enquiries/enquiries.css';
import '../people/people.css';
import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowRightLeft, Gauge, PhoneCall, Printer } from 'lucide-react';
import { useRef, useState } from 'react';
import { TodayPage as TodayList, type TodayItem } from '@anbu/contract';
import { keys, useCan, useMe, usePages, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { holdKeys, pressHeldKeys } from '../../shortcuts/held-keys.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { ButtonLink, focusSelectedRow, LoadingRows, PageHeader, VirtualTable } from '../../ui/index.ts';
import { HandOverDialog } from '../enquiries/hand-over/hand-over-dialog.tsx';
import { AssignDialog, sayWhyNot, useWhyNotAssign } from '../enquiries/work/assign-dialog.tsx';
import { SnoozeDialog } from '../enquiries/work/snooze-dialog.tsx';
import { useAssign, useClaim, useForgetOlder, useKeepEnquiry, useUndoLast } from '../enquiries/work/use-enquiry.ts';
import type { Intent } from '../enquiries/work/use-work.ts';
import { useDocked, WorkPanel } from '../enquiries/work/work-panel.tsx';
import { useDue } from '../enquiries/words.ts';
import { Onboarding } from '../onboarding/onboarding.tsx';
import { AllDesks } from './all-desks.tsx';
import { DeskSwitch } from './desk-switch.tsx';
import { GoalLine } from './goal-line.tsx';
import { LoadLine } from './load-line.tsx';
import { NothingToDo } from './nothing-to-do.tsx';
import { OwnerSwitch } from './owner-switch.tsx';
import { Preview } from './preview.tsx';
import { useShownOwner } from './shown-owner.ts';
import { askDial } from '../telephony/dial-request.ts';
import { useTakeNext } from './take-next.ts';
import { useTodayColumns, TodayCard } from './today-columns.tsx';
import { Tiles, TodayTabs, useTodaySummary } from './today-tabs.tsx';

const route = getRouteApi('/app/today');

export function TodayPage() {
  const search = route.useSearch();
  const me = useMe();
  return search.desks === 'all' && me.organisations.length > 1 ? <AllDesks /> : <OneDesk />;
}

function OneDesk() {
  const owner = useShownOwner(route.useSearch().owner);
  return owner === undefined ? <LoadingRows /> : <Day owner={owner} />;
}

function Day({ owner }: { owner: string }) {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/today' });
  const docked = useDocked();
  const tab = search.tab ?? 'all';
  const query = { owner, tab, ...(search.team ? { team: search.team } : {}) };
  const list = usePages(keys.today.list(query), '/today', TodayList, query);
  const summary = useTodaySummary(owner).data;
  const claim = useClaim();
  const forgetOlder = useForgetOlder();
  const keep = useKeepEnquiry();
  const undoLast = useUndoLast();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [intent, setIntent] = useState<Intent>();
  const [overlay, setOverlay] = useState<{ kind: 'preview' | 'snooze' | 'assign'; id: string } | null>(null);
  const [handingOver, setHandingOver] = useState(false);
  const userName = useUserName();
  const ownerId = owner === 'all' ? null : owner === 'me' ? me.userId : owner;
  const closeOverlay = () => setOverlay(null);
  const assign = useAssign(closeOverlay);
  const whyNotAssign = useWhyNotAssign();
  const canWork = can('enquiries.work');
  const due = useDue();

  const shown = search.enquiry;
  const find = (id: string | null | undefined) => list.items.find((item) => item.enquiry.id === id);
  const selected = find(selectedId);

  const open = ({ enquiry }: TodayItem, why?: Intent) => {
    setIntent(why);
    setOverlay(null);
    forgetOlder(enquiry);
    void navigate({ search: (old) => ({ ...old, enquiry: enquiry.id }) });
  };
  const work = (item: TodayItem, why?: Intent) => {
    if (why === 'call' && item.enquiry.id !== shown) holdKeys();
    open(item, why);
    if (canWork && item.enquiry.claim?.userId !== me.userId) claim.take(item.enquiry);
  };
  const close = () => {
    void navigate({ search: ({ enquiry: _enquiry, ...rest }) => rest });
    focusSelectedRow();
  };
  const dialNext = useRef(false);
  const next = useTakeNext({
    onTaken: (item) => {
      setSelectedId(item.enquiry.id);
      if (item.enquiry.id === shown) pressHeldKeys();
      open(item, 'call');
      // Asked for by the key that calls; who saves and goes on looks first.
      if (dialNext.current) askDial(item.enquiry.personId);
      dialNext.current = false;
    },
    onNone: close,
  });
  const isFree = ({ enquiry: { claim } }: TodayItem) =>
    !claim || claim.userId === me.userId || time.isPast(claim.until);
  /** One's own next one is the server's choice, which nobody else gets; of others' work it is the first that is shown. */
  const goOn = (after?: string) => {
    if (owner === 'me') return next.take({ ...(tab === 'all' ? {} : { tab }), ...(after ? { after } : {}) });
    const first = list.items.find((item) => item.enquiry.id !== after && isFree(item));
    if (!first) return next.none();
    setSelectedId(first.enquiry.id);
    if (dialNext.current) askDial(first.enquiry.personId);
    dialNext.current = false;
    work(first, 'call');
  };

  const onSelected = (run: (item: TodayItem) => void) => () => selected && run(selected);
  const idle = shown === undefined;
  useShortcuts([
    {
      keys: 'Space',
      label: t('desk.key.preview'),
      run: onSelected((item) => setOverlay({ kind: 'preview', id: item.enquiry.id })),
    },
    {
      keys: 'C',
      label: t('desk.key.call'),
      when: canWork,
      run: () => {
        dialNext.current = selected === undefined;
        if (!selected) return goOn();
        askDial(selected.enquiry.personId);
        work(selected, 'call');
      },
    },
    { keys: 'B', label: t('desk.key.book'), when: canWork && idle, run: onSelected((item) => work(item, 'book')) },
    { keys: 'N', label: t('desk.key.note'), when: canWork && idle, run: onSelected((item) => work(item, 'note')) },
    {
      keys: 'Z',
      label: t('desk.snooze'),
      when: canWork && idle,
      run: onSelected((item) => setOverlay({ kind: 'snooze', id: item.enquiry.id })),
    },
    {
      keys: 'A',
      label: t('desk.assign'),
      when: canWork && idle,
      run: onSelected(({ enquiry }) => {
        const whyNot = whyNotAssign(enquiry);
        if (whyNot) sayWhyNot(whyNot);
        else setOverlay({ kind: 'assign', id: enquiry.id });
      }),
    },
    { keys: 'U', label: t('desk.undo'), when: canWork, run: () => undoLast() },
  ]);

  const over = overlay ? find(overlay.id) : undefined;
  const columns = useTodayColumns({
    onAct: (item) => work(item),
    compact: shown !== undefined && docked,
  });
  return (
    <div className={shown && docked ? 'with-work' : 'without-work is-list'}>
      <div className="page page-fill">
        <PageHeader
          title={t('shell.nav.today')}
          sub={t('desk.today.sub', { day: time.todayWords() })}
          hints={
            shown && docked
              ? []
              : [
                  { keys: 'J K', label: t('desk.key.move') },
                  { keys: 'Enter', label: t('common.open') },
                  ...(canWork ? [{ keys: 'C', label: t('desk.key.call') }] : []),
                ]
          }
          aside={
            <>
              {tab === 'passes' ? (
                <ButtonLink to="/previous-month" search={{ owner }} variant="subtle" color="gray">
                  {t('shell.nav.previousMonth')}
                </ButtonLink>
              ) : null}
              <ButtonLink
                to="/today/print"
                search={{ tab: search.tab, owner }}
                variant="subtle"
                color="gray"
                className="wide-only"
                leftSection={<Printer size={16} aria-hidden />}
              >
                {t('common.print')}
              </ButtonLink>
              {canWork && ownerId ? (
                <Button
                  variant="subtle"
                  color="gray"
                  className="wide-only"
                  leftSection={<ArrowRightLeft size={16} aria-hidden />}
                  onClick={() => setHandingOver(true)}
                >
                  {t('desk.handOver.allOf')}
                </Button>
              ) : null}
              {can('enquiries.assign') ? (
                <ButtonLink to="/load" variant="subtle" color="gray" leftSection={<Gauge size={16} aria-hidden />}>
                  {t('load.open')}
                </ButtonLink>
              ) : null}
              <DeskSwitch />
              <OwnerSwitch
                owner={owner}
                onChange={(value) => void navigate({ search: (old) => ({ ...old, owner: value }) })}
              />
            </>
          }
          primary={
            canWork ? (
              <Button
                leftSection={<PhoneCall size={17} strokeWidth={2} aria-hidden />}
                loading={next.busy}
                onClick={() => goOn(shown)}
              >
                {t('shell.palette.nextCall')}
              </Button>
            ) : null
          }
        />
        <Onboarding />
        <Tiles summary={summary} owner={owner} />
        {owner === 'me' ? <LoadLine /> : null}
        {owner === 'me' ? <GoalLine /> : null}
        <TodayTabs summary={summary} tab={tab} />
        <VirtualTable
          key={`${owner} ${tab}`}
          label={t('shell.nav.today')}
          list={list}
          columns={columns}
          rowId={(item) => item.enquiry.id}
          rowHeight={52}
          tone={(item) => due(item.enquiry).tone}
          onOpen={(item) => work(item)}
          selectedId={selectedId}
          onSelect={(item) => setSelectedId(item?.enquiry.id ?? null)}
          card={{ height: 118, content: (item) => <TodayCard item={item} onAct={() => work(item)} /> }}
          empty={<NothingToDo tab={tab} owner={owner} summary={summary} />}
        />
      </div>
      {shown ? (
        <WorkPanel enquiryId={shown} intent={intent} onClose={close} onNext={canWork ? () => goOn(shown) : undefined} />
      ) : null}
      {handingOver && ownerId ? (
        <HandOverDialog
          title={t('desk.handOver.titleOf', { name: userName(ownerId) ?? '' })}
          what={{ ownerId }}
          except={ownerId}
          onClose={() => setHandingOver(false)}
        />
      ) : null}
      {over && overlay?.kind === 'preview' ? (
        <Preview item={over} onClose={closeOverlay} onOpen={() => work(over)} />
      ) : null}
      {over && overlay?.kind === 'snooze' ? <SnoozeDialog row={over.enquiry} onClose={closeOverlay} /> : null}
      {over && overlay?.kind === 'assign' ? (
        <AssignDialog
          title={t('desk.assign.title', { name: over.enquiry.person.name ?? t('common.noName') })}
          current={over.enquiry.ownerId}
          busy={assign.isPending}
          error={assign.error}
          onAssign={(assignment) =>
            assign.mutate({ id: over.enquiry.id, version: over.enquiry.version, ...assignment }, { onSuccess: keep })
          }
          onClose={closeOverlay}
        />
      ) : null}
    </div>
  );
}
