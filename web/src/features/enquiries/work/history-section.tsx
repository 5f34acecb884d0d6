import { Button } from '@mantine/core';
import { ChevronDown, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Enquiry, StatusEvent } from '@anbu/contract';
import { problemText, useCan, useStatusName, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { Kbd } from '../../../ui/index.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { Countdown, useSecondsLeft } from './countdown.tsx';
import { useLastActed } from './own-acts.ts';
import { useHistory, useUndo } from './use-enquiry.ts';

/** What was tried and what became of it; the last act can be taken back. */
export function HistorySection({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <section className="work-history" aria-label={t('desk.history')}>
      <UndoBar enquiry={enquiry} />
      <Attempts enquiry={enquiry} />
      <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronDown size={16} aria-hidden className={open ? 'is-open' : ''} />
        {t('desk.history.status')}
      </button>
      {open ? <StatusEvents enquiry={enquiry} /> : null}
    </section>
  );
}

function UndoBar({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const can = useCan();
  const undo = useUndo();
  const left = useSecondsLeft(enquiry.undoUntil);
  const lastActed = useLastActed();
  const [correcting, setCorrecting] = useState(false);
  if (left > 0 && enquiry.undoUntil) {
    return (
      <Button
        size="xs"
        variant="default"
        loading={undo.isPending}
        leftSection={<Undo2 size={14} aria-hidden />}
        rightSection={lastActed === null || lastActed === enquiry.id ? <Kbd keys="U" /> : null}
        onClick={() => undo.mutate({ id: enquiry.id, version: enquiry.version })}
      >
        {t('desk.undo')}&nbsp;
        <Countdown until={enquiry.undoUntil} />
      </Button>
    );
  }
  if (!can('enquiries.supervise')) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Undo2 size={14} aria-hidden />}
        onClick={() => setCorrecting(true)}
      >
        {t('desk.correct')}
      </Button>
      {correcting ? <CorrectDialog enquiry={enquiry} onClose={() => setCorrecting(false)} /> : null}
    </>
  );
}

function CorrectDialog({ enquiry, onClose }: { enquiry: Enquiry; onClose: () => void }) {
  const t = useT();
  const undo = useUndo();
  return (
    <ReasonDialog
      title={t('desk.correct')}
      body={t('desk.correct.body')}
      confirm={t('desk.correct.confirm')}
      busy={undo.isPending}
      error={undo.error}
      onConfirm={(reasonText) =>
        undo.mutate({ id: enquiry.id, version: enquiry.version, reasonText }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}

function Attempts({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const userName = useUserName();
  if (enquiry.attempts.length === 0) return <p className="text-2">{t('desk.attempts.none')}</p>;
  return (
    <>
      <h3>{t('desk.attempts', { count: enquiry.attempts.length })}</h3>
      <ol className="attempts" reversed>
        {[...enquiry.attempts].reverse().map((attempt) => (
          <li key={attempt.no}>
            <span className="attempt-no">{attempt.no}</span>
            <span className="attempt-when">
              {time.when(attempt.at)}
              {attempt.slot ? ` · ${t(`enquiries.slot.${attempt.slot}`)}` : ''}
            </span>
            <strong>{t(`enquiries.outcome.${attempt.outcome}`)}</strong>
            <span className="text-2">{userName(attempt.userId)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function StatusEvents({ enquiry }: { enquiry: Enquiry }) {
  const t = useT();
  const history = useHistory(enquiry.id);
  if (history.error) return <p className="text-late">{problemText(t, history.error)}</p>;
  if (!history.data) return <p className="text-2">{t('common.loading')}</p>;
  return (
    <ol className="status-events">
      {[...history.data.items].reverse().map((event) => (
        <Event key={event.id} event={event} siteId={enquiry.siteId} />
      ))}
    </ol>
  );
}

function Event({ event, siteId }: { event: StatusEvent; siteId: string }) {
  const t = useT();
  const time = useTime(siteId);
  const statusName = useStatusName();
  const userName = useUserName();
  const words = event.from
    ? t('desk.history.move', { from: statusName(event.from), to: statusName(event.to) })
    : statusName(event.to);
  const backdated = Math.abs(Date.parse(event.at) - Date.parse(event.validAt)) > 5 * 60_000;
  return (
    <li className={event.voidedAt ? 'is-voided' : ''}>
      <div>
        <strong>{event.voidedAt ? <s>{words}</s> : words}</strong>
        {event.voidedAt ? <span className="text-late"> {t('desk.history.voided')}</span> : null}
      </div>
      <div className="text-2">
        {[
          time.when(event.validAt),
          backdated ? t('desk.history.recorded', { when: time.when(event.at) }) : null,
          userName(event.by) ?? t('desk.history.byRule'),
          event.byRule ? t.code(event.byRule, {}, event.byRule) : null,
          event.reason ? event.reason.text : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  );
}
