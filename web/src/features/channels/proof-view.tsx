import type { MessageVerdict, PageSheet, Proof } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { LetterPages } from './letter-pages.tsx';
import { money } from './words.ts';

/** A message as its reader gets it: a bubble, or a mail. The mail stands in a frame without scripts. */
export function ProofView({ proof }: { proof: Proof }) {
  const t = useT();
  const { measure } = proof;
  return (
    <section className="proof" aria-label={t('settings.templates.proof')}>
      {proof.pages ? (
        <LetterPages pages={proof.pages} />
      ) : proof.sheets ? (
        <Sheets sheets={proof.sheets} />
      ) : proof.html === null ? (
        <div className="proof-bubble">{proof.text}</div>
      ) : (
        <div className="proof-mail">
          <strong>{proof.subject}</strong>
          <iframe title={t('settings.templates.proof')} sandbox="" srcDoc={proof.html} />
        </div>
      )}
      <span className="text-2">
        {[
          proof.sheets ? t('settings.templates.sheets', { count: proof.sheets.length }) : null,
          proof.pages ? t('settings.templates.sheets', { count: proof.pages.length }) : null,
          proof.pages ? t('messages.compose.window') : null,
          measure
            ? t('settings.templates.size', { bytes: measure.bytes, class: measure.class, segments: measure.segments })
            : null,
          proof.cost ? money(t, proof.cost) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {measure && measure.unencodable.length > 0 ? (
        <span className="text-late">
          {t('settings.templates.unencodable', { characters: measure.unencodable.join(' ') })}
        </span>
      ) : null}
      {proof.faults.map((fault) => (
        <span key={fault.code} className="text-late" role="alert">
          {fault.text}
        </span>
      ))}
    </section>
  );
}

/** Pages as they come out of a machine: each line where it stands on paper. */
function Sheets({ sheets }: { sheets: readonly PageSheet[] }) {
  const t = useT();
  return (
    <div className="proof-sheets" role="group" aria-label={t('settings.templates.proof')} tabIndex={0}>
      {sheets.map(({ lines, rules }, at) => (
        <svg
          key={at}
          viewBox="0 0 595 842"
          role="img"
          aria-label={`${t('settings.templates.sheet', { no: at + 1 })}: ${lines.map(({ text }) => text).join(' ')}`}
        >
          {rules.map(({ x, y, width }) => (
            <line key={y} x1={x} x2={x + width} y1={y} y2={y} />
          ))}
          {lines.map(({ text, x, y, size, bold }) => (
            <text key={`${x} ${y}`} x={x} y={y} fontSize={size} fontWeight={bold ? 600 : 400}>
              {text}
            </text>
          ))}
        </svg>
      ))}
    </div>
  );
}

/** What the gate says: whether it may go, why, and what would make it allowed. */
export function VerdictView({ verdict }: { verdict: MessageVerdict }) {
  const t = useT();
  const time = useTime();
  const head =
    verdict.verdict === 'ALLOW'
      ? t('messages.compose.allowed')
      : verdict.verdict === 'DEFER' && verdict.until
        ? t('messages.compose.deferred', { when: time.when(verdict.until) })
        : t('messages.compose.denied');
  const family = { ALLOW: 'booked', DEFER: 'promise', DENY: 'complaint' }[verdict.verdict];
  return (
    <div className="gate-verdict" role="status" style={{ ['--family' as string]: `var(--family-${family})` }}>
      <strong>{head}</strong>
      <span>{verdict.reason.text}</span>
      {verdict.remedy ? <span className="text-2">{verdict.remedy.text}</span> : null}
      {verdict.law ? <span className="text-2">{verdict.law.text}</span> : null}
    </div>
  );
}
