import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { DeliveryBoard, SENT_CHANNELS, type SentChannel } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { ErrorState, LoadingRows, ScrollX, useNarrow } from '../../ui/index.ts';
import { money } from './words.ts';

type Drill = {
  state?: string | undefined;
  why?: string | undefined;
  open?: '1' | undefined;
  channel?: SentChannel | undefined;
  from?: string | undefined;
  to?: string | undefined;
  occasion?: undefined;
};

/** Volumes, states, reasons and cost; each number leads to its rows below. On a phone they open when asked for. */
export function Board({
  from,
  to,
  occasion,
  onDrill,
}: {
  from: string | undefined;
  to: string | undefined;
  occasion: string | undefined;
  onDrill: (next: Drill) => void;
}) {
  const t = useT();
  const narrow = useNarrow();
  const query = { from, to, occasion };
  const board = useQuery({
    queryKey: keys.messages.board(query),
    queryFn: ({ signal }) => api.get('/messages/board', DeliveryBoard, { query, signal }),
    refetchInterval: 15_000,
    // Other days: the numbers stay until the new ones are there, so that nothing on the page jumps.
    placeholderData: (before) => before,
  });
  if (board.error) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <LoadingRows rows={3} />;
  const { states, refusals, costs, waiting, openTasks, total, links } = board.data;
  // The rows of the days that are counted; what waits and what asks for a decision is of all days.
  const span = { from: board.data.from, to: board.data.to };
  const ofAll = { from: undefined, to: undefined, channel: undefined, occasion: undefined };
  const numbers = (
    <>
      <div className="delivery-board">
        <Numbers title={t('messages.byState')}>
          <Line
            name={t('common.all')}
            count={total}
            onOpen={() => onDrill({ ...span, state: undefined, channel: undefined, open: undefined })}
          />
          {states.map(({ state, count }) => (
            <Line
              key={state}
              name={t(`channels.state.${state}`)}
              count={count}
              onOpen={() => onDrill({ ...span, state, open: undefined })}
            />
          ))}
          {links ? <Line name={t('messages.linksOpened', { sent: links.sent })} count={links.opened} /> : null}
          {from || to ? (
            <Line
              name={t('messages.waiting')}
              count={waiting}
              onOpen={() => onDrill({ ...ofAll, state: 'queued', open: undefined })}
            />
          ) : null}
          <Line
            name={t('messages.openTasks')}
            count={openTasks}
            onOpen={() => onDrill({ ...ofAll, state: undefined, open: '1' })}
          />
        </Numbers>
        <Numbers title={t('messages.reasons')}>
          {refusals.length === 0 ? <li className="text-2">{t('messages.noReasons')}</li> : null}
          {refusals.map(({ reason, state, count, drill }) => (
            <Line
              key={drill}
              name={reason.text}
              count={count}
              onOpen={() =>
                onDrill({
                  ...span,
                  state,
                  why: new URLSearchParams(drill.split('?')[1]).get('why') ?? undefined,
                  open: undefined,
                })
              }
            />
          ))}
        </Numbers>
        <Numbers title={t('messages.costs')}>
          {costs.length === 0 ? <li className="text-2">{t('messages.noCosts')}</li> : null}
          {costs.map(({ channel, currency, minor, count }) => (
            <li key={`${channel} ${currency}`}>
              <span>
                {t(`gate.channel.${channel}`)} <span className="text-2">{t('messages.total', { count })}</span>
              </span>
              <button
                type="button"
                className="number-button number"
                aria-label={`${t(`gate.channel.${channel}`)} ${money(t, { minor, currency })}`}
                onClick={() => onDrill({ ...span, channel, state: undefined, open: undefined })}
              >
                {money(t, { minor, currency })}
              </button>
            </li>
          ))}
        </Numbers>
      </div>
      {total > 0 ? <Days board={board.data} onDrill={onDrill} /> : null}
    </>
  );
  return (
    <section aria-label={t('messages.board')}>
      {narrow ? (
        <details className="panel panel-body board-days">
          <summary>{t('messages.boardOf', { count: total })}</summary>
          {numbers}
        </details>
      ) : (
        numbers
      )}
    </section>
  );
}

function Days({ board, onDrill }: { board: DeliveryBoard; onDrill: (next: Drill) => void }) {
  const t = useT();
  const time = useTime();
  const days = useMemo(() => [...new Set(board.days.map(({ day }) => day))].sort(), [board]);
  const used = SENT_CHANNELS.filter((channel) => board.days.some((row) => row.channel === channel));
  const of = (day: string, channel: string) =>
    board.days.filter((row) => row.day === day && row.channel === channel).reduce((sum, { count }) => sum + count, 0);
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'count',
    categories: days.map((day) => ({ label: time.shortDay(day) })),
    series: used.map((channel) => ({
      name: t(`gate.channel.${channel}`),
      values: days.map((day) => of(day, channel)),
    })),
  };
  const table = (
    <ScrollX>
      <table className="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('messages.when')}</th>
            {used.map((channel) => (
              <th key={channel} scope="col">
                {t(`gate.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {used.map((channel) => (
                <td key={channel}>
                  <button
                    type="button"
                    className="number-button number"
                    aria-label={`${day} ${t(`gate.channel.${channel}`)} ${of(day, channel).toLocaleString(t.locale)}`}
                    onClick={() => onDrill({ from: day, to: day, channel, state: undefined, open: undefined })}
                  >
                    {of(day, channel).toLocaleString(t.locale)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
  return (
    <details className="panel panel-body board-days">
      <summary>{t('messages.byDay')}</summary>
      <Chart title={t('messages.byDay')} spec={spec} table={table} />
    </details>
  );
}

function Numbers({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel panel-body">
      <h2>{title}</h2>
      <ul className="board-list">{children}</ul>
    </section>
  );
}

function Line({ name, count, onOpen }: { name: string; count: number; onOpen?: () => void }) {
  const t = useT();
  const number = count.toLocaleString(t.locale);
  return (
    <li>
      <span>{name}</span>
      {onOpen && count > 0 ? (
        <button type="button" className="number-button number" aria-label={`${name} ${number}`} onClick={onOpen}>
          {number}
        </button>
      ) : (
        <span className="number">{number}</span>
      )}
    </li>
  );
}
