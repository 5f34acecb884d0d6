import type { MessageVerdict, Proof } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { money } from './words.ts';

/** A message as its reader gets it: a bubble, or a mail. The mail stands in a frame without scripts. */
export function ProofView({ proof }: { proof: Proof }) {
  const t = useT();
  const { measure } = proof;
  return (
    <section className="proof" aria-label={t('settings.templates.proof')}>
      {proof.html === null ? (
        <div className="proof-bubble">{proof.text}</div>
      ) : (
        <div className="proof-mail">
          <strong>{proof.subject}</strong>
          <iframe title={t('settings.templates.proof')} sandbox="" srcDoc={proof.html} />
        </div>
      )}
      <span className="text-2">
        {[
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
    </div>
  );
}
