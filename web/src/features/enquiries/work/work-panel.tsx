import './work.css';
import { Drawer, UnstyledButton } from '@mantine/core';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Enquiry } from '@anbu/contract';
import { useCan, useMe, useUserName } from '../../../api/index.ts';
import { serverNow, useT } from '../../../i18n/index.ts';
import { useViewing } from '../../../live/use-viewing.ts';
import { useShortcuts, type Scope } from '../../../shortcuts/registry.ts';
import { ErrorState, LoadingRows, useLayer } from '../../../ui/index.ts';
import { useBarHere } from '../../telephony/bar-place.ts';
import { askDial } from '../../telephony/dial-request.ts';
import { AssignDialog, sayWhyNot, useWhyNotAssign } from './assign-dialog.tsx';
import { CallFoot } from './call-foot.tsx';
import { CallForm } from './call-form.tsx';
import { HoldBar } from './consent.tsx';
import { FoundNote } from './found-note.tsx';
import { useGiveBack } from './give-back.ts';
import { HistorySection } from './history-section.tsx';
import { isHeldByOther, PanelHead } from './panel-head.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useAssign, useClaim, useEnquiry, useHistory, usePerson, useUndoLast } from './use-enquiry.ts';
import { useWork, type Intent } from './use-work.ts';
import { WhyCard } from './why-card.tsx';
import { useHolderWords } from '../words.ts';

const wide = window.matchMedia('(min-width: 1280px)');
/** Whether list and panel fit beside each other. */
export function useDocked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}

type Props = {
  enquiryId: string;
  intent?: Intent | undefined;
  onClose: () => void;
  /** Goes to the next one; only where there is a queue. */
  onNext?: (() => void) | undefined;
};

/** The call workspace: beside the list where there is room, else over it. */
export function WorkPanel({ enquiryId, intent, onClose, onNext }: Props) {
  const t = useT();
  const docked = useDocked();
  const content = (scope: Scope) => (
    <Loaded key={enquiryId} enquiryId={enquiryId} intent={intent} scope={scope} onClose={onClose} onNext={onNext} />
  );
  if (docked) {
    return (
      <aside className="work" aria-label={t('desk.panel')}>
        {content('screen')}
      </aside>
    );
  }
  return <Over onClose={onClose}>{content('dialog')}</Over>;
}

function Over({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const t = useT();
  useLayer(onClose);
  const bar = useBarHere();
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={false}
      position="right"
      size="min(520px, 100%)"
      withCloseButton={false}
      padding={0}
      // Without a title the dialog takes its name here: on the root nobody would hear it.
      attributes={{ content: { 'aria-label': t('desk.panel') } }}
    >
      <div className="work work-over">
        <div ref={bar} />
        {children}
      </div>
    </Drawer>
  );
}

function Loaded({ enquiryId, scope, onClose, ...rest }: Props & { scope: Scope }) {
  const t = useT();
  const enquiry = useEnquiry(enquiryId);
  useShortcuts([{ keys: 'Esc', label: t('common.close'), run: onClose, when: scope === 'screen' }], scope);
  if (enquiry.data) return <Panel enquiry={enquiry.data} scope={scope} onClose={onClose} {...rest} />;
  return <Unread enquiryId={enquiryId} error={enquiry.error} onRetry={() => void enquiry.refetch()} />;
}

/** Not read yet, but locked perhaps. */
function Unread({ enquiryId, error, onRetry }: { enquiryId: string; error: Error | null; onRetry: () => void }) {
  useGiveBack(enquiryId, true);
  return error ? <ErrorState error={error} onRetry={onRetry} /> : <LoadingRows />;
}

function Panel({
  enquiry,
  intent,
  scope,
  onClose,
  onNext,
}: Omit<Props, 'enquiryId'> & { enquiry: Enquiry; scope: Scope }) {
  const t = useT();
  const me = useMe();
  const can = useCan();
  const holderWords = useHolderWords();
  const claim = useClaim();
  const person = usePerson(can('people.read') ? enquiry.personId : undefined);
  useViewing(enquiry.personId);
  const work = useWork(enquiry, intent, onNext);
  const undoLast = useUndoLast();
  useGiveBack(enquiry.id, work.isEmpty);
  const [dialog, setDialog] = useState<'snooze' | 'assign' | null>(null);
  const close = () => setDialog(null);
  const assign = useAssign((assigned) => {
    work.follow(assigned);
    close();
  });
  const canWork = can('enquiries.work');
  const held = isHeldByOther(enquiry, me.userId, serverNow());
  const heldBy = held && enquiry.claim ? holderWords(enquiry.claim) : null;
  const mine = enquiry.claim?.userId === me.userId;
  const whyNotAssign = useWhyNotAssign()(enquiry);
  const isPooled = enquiry.ownerId === null || Date.parse(enquiry.nextAction?.poolAt ?? '') <= serverNow();
  const mayOwn = enquiry.nextAction !== null && isPooled && enquiry.ownerId !== me.userId && !held;
  const canSnooze = canWork && enquiry.nextAction !== null && enquiry.nextAction.kind !== 'CHECK_ARRIVAL';

  useShortcuts(
    [
      { keys: 'Z', label: t('desk.snooze'), when: canSnooze, run: () => setDialog('snooze') },
      {
        keys: 'A',
        label: t('desk.assign'),
        when: canWork,
        run: () => (whyNotAssign ? sayWhyNot(whyNotAssign) : setDialog('assign')),
      },
      {
        keys: 'C',
        label: t('desk.key.call'),
        when: canWork && !mine && !held,
        run: () => {
          askDial(enquiry.personId);
          claim.take(enquiry);
        },
      },
      {
        keys: 'B',
        label: t('desk.key.book'),
        when: canWork && enquiry.allowedTransitions.includes('BOOKED'),
        run: work.book,
      },
      {
        keys: 'U',
        label: t('desk.undo'),
        when: canWork,
        run: () => undoLast(enquiry),
      },
    ],
    scope,
  );

  return (
    <>
      {me.organisations.length > 1 ? <p className="work-place">{me.organisation.name}</p> : null}
      <PanelHead
        enquiry={enquiry}
        person={person.data}
        phoneId={work.draft.phoneId}
        onPhone={(phoneId) => work.change({ phoneId })}
        onClose={onClose}
      />
      <div className="work-scroll">
        {work.changed ? <ChangedBar enquiry={enquiry} onAccept={work.acceptChange} /> : null}
        <HoldBar enquiry={enquiry} onDone={work.follow} />
        <FoundNote enquiry={enquiry} />
        <WhyCard
          enquiry={enquiry}
          canWork={canWork}
          onSnooze={() => setDialog('snooze')}
          onAssign={() => setDialog('assign')}
          whyNotAssign={whyNotAssign}
          onOwn={mayOwn ? () => claim.own(enquiry, work.follow) : undefined}
        />
        {canWork ? (
          <CallForm
            enquiry={enquiry}
            work={work}
            intent={intent}
            scope={scope}
            heldBy={heldBy}
            canGoOn={onNext !== undefined}
          />
        ) : (
          <p className="text-2">{t('desk.readOnly')}</p>
        )}
        <HistorySection enquiry={enquiry} />
      </div>
      {canWork ? <CallFoot work={work} heldBy={heldBy} canGoOn={onNext !== undefined} /> : null}
      {dialog === 'snooze' ? <SnoozeDialog row={enquiry} onDone={work.follow} onClose={close} /> : null}
      {dialog === 'assign' ? (
        <AssignDialog
          title={t('desk.assign.title', { name: enquiry.person.name ?? t('common.noName') })}
          current={enquiry.ownerId}
          busy={assign.isPending}
          error={assign.error}
          onAssign={(assignment) => assign.mutate({ id: enquiry.id, version: enquiry.version, ...assignment })}
          onClose={close}
        />
      ) : null}
    </>
  );
}

/** Somebody changed it while something was being typed: what was typed stays, and is sent only after a look. */
function ChangedBar({ enquiry, onAccept }: { enquiry: Enquiry; onAccept: () => void }) {
  const t = useT();
  const userName = useUserName();
  const history = useHistory(enquiry.id);
  const last = history.data?.items.at(-1);
  return (
    <div className="changed" role="alert">
      <span>{t('desk.changed', { name: userName(last?.by) ?? t('desk.changed.somebody') })}</span>
      <UnstyledButton className="changed-act" onClick={onAccept}>
        {t('desk.changed.goOn')}
      </UnstyledButton>
    </div>
  );
}
