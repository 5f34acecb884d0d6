import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { DrilledFigure, PassProgress, PreviousMonthSummary } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { ScrollX } from '../../ui/index.ts';
import { searchOf } from './previous-month-search.ts';

const REACHED = ['connected', 'booked', 'visited'] as const;

/** How far both passes are and what they brought: in all, and of each owner. Every number opens its rows. */
export function PassesProgress({ summary }: { summary: PreviousMonthSummary }) {
  const t = useT();
  return (
    <>
      <div className="pass-tiles">
        {summary.passes.map((pass) => (
          <PassTile key={pass.pass} pass={pass} dueOn={summary.dueOn[pass.pass - 1] ?? null} />
        ))}
      </div>
      {summary.owners.length > 0 ? (
        <details className="pass-owners">
          <summary>{t('desk.month.byOwner')}</summary>
          <Owners summary={summary} />
        </details>
      ) : null}
    </>
  );
}

function PassTile({ pass, dueOn }: { pass: PassProgress; dueOn: string | null }) {
  const t = useT();
  const time = useTime();
  const { due, done } = pass;
  return (
    <section className="tile" aria-label={t('desk.month.pass', { pass: pass.pass })}>
      <span className="tile-label">
        {t('desk.month.pass', { pass: pass.pass })}
        {dueOn ? ` · ${t('desk.month.from', { day: time.day(dueOn) })}` : ''}
      </span>
      <span className="tile-value">
        <Figure figure={done} /> / <Figure figure={due} />
      </span>
      <Progress
        value={due.value === 0 ? 0 : (done.value / due.value) * 100}
        color="brand"
        aria-label={t('desk.month.share', { pass: pass.pass })}
      />
      <span className="tile-note pass-reached">
        {REACHED.map((what) => (
          <span key={what}>
            {t(`desk.month.${what}`)} <Figure figure={pass[what]} />
          </span>
        ))}
      </span>
    </section>
  );
}

function Figure({ figure }: { figure: DrilledFigure }) {
  const t = useT();
  return (
    <Link to="/previous-month" search={searchOf(figure.drill)} className="pass-figure">
      {t.number(figure.value)}
    </Link>
  );
}

function Owners({ summary }: { summary: PreviousMonthSummary }) {
  const t = useT();
  return (
    <ScrollX className="panel table-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('common.owner')}</th>
            <th scope="col">{t('desk.month.show.todo')}</th>
            {summary.passes.map(({ pass }) => (
              <th key={pass} scope="col">
                {t('desk.month.pass', { pass })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summary.owners.map((owner) => (
            <tr key={owner.ownerId ?? 'none'}>
              <th scope="row">{owner.name ?? t('desk.month.nobody')}</th>
              <td>
                <Figure figure={owner.todo} />
              </td>
              {owner.passes.map((pass) => (
                <td key={pass.pass}>
                  <Figure figure={pass.done} /> / <Figure figure={pass.due} />
                  <span className="text-2 pass-reached">
                    {REACHED.map((what) => (
                      <span key={what}>
                        {t(`desk.month.${what}`)} <Figure figure={pass[what]} />
                      </span>
                    ))}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
