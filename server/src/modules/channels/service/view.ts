import type { Language, Message, MessageVerdict } from '@anbu/contract';
import { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hasText, textOf } from '../../../platform/i18n.ts';
import { evidenceOf, gateSentence, type Reading, type Verdict } from '../../consents/index.ts';
import type { ListedMessage } from '../store/message-store.ts';
import { reasonOf } from '../rules/reason.ts';

/** The read of messages leaves one line with whose they are. */
export function readOf(tx: Tx, personIds: readonly (Id | null)[]): void {
  const ids = [...new Set(personIds.flatMap((id) => id ?? []))];
  if (ids.length > 0) tx.audit({ action: 'channels.messages_read', personIds: ids });
}

/** With why it waits or was refused in the reader's language, as exactly as its last verdict says. */
export function viewMessage(row: ListedMessage, language: Language, reading: Reading): z.input<typeof Message> {
  const { toAddress, body, costMinor, currency, why, evidence, ...others } = row;
  const { madeAt, sendAt, handedAt, sentAt, settledAt, openedAt, waitsUntil, verdictId: _, ...rest } = others;
  const at = (instant: Instant | null) => (instant === null ? null : formatInstant(instant));
  const kept = Kept.safeParse(evidence).data;
  const judged = kept && kept.code === why ? viewVerdict(kept, madeAt, language, reading) : null;
  return {
    ...rest,
    why: judged?.reason ?? (why === null ? null : reasonOf(why)),
    remedy: judged?.remedy ?? remedyOf(why, row.state, language),
    to: toAddress,
    text: body,
    cost: costMinor === null ? null : { minor: costMinor, currency: currency ?? '' },
    madeAt: formatInstant(madeAt),
    sendAt: formatInstant(sendAt),
    handedAt: at(handedAt),
    sentAt: at(sentAt),
    settledAt: at(settledAt),
    openedAt: at(openedAt),
    waitsUntil: at(waitsUntil),
  };
}

/** Of what stands against it though the gate let it go: no address, one from which letters come back. */
function remedyOf(why: string | null, state: ListedMessage['state'], language: Language) {
  if (why === null || state !== 'refused' || why.startsWith('gate.') || !hasText(`${why}.then`)) return null;
  return { code: `${why}.then`, params: {}, text: textOf(language, `${why}.then`) };
}

/** What is stored of a verdict; rows of earlier releases may hold less. */
const Kept = z.object({
  verdict: z.enum(['ALLOW', 'DEFER', 'DENY']),
  code: z.string(),
  until: z.string().nullish(),
  rule: z.object({ code: z.string() }).nullish(),
  zones: z.array(z.string()).default([]),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).default({}),
});
export type KeptVerdict = z.infer<typeof Kept>;

/** Throws for what is no verdict: nobody but the gate writes them. */
export function verdictOfEvidence(evidence: unknown): KeptVerdict {
  return Kept.parse(evidence);
}

/** The verdict in the reader's language, and what would make it allowed where there is a sentence for it. */
export function viewVerdict(
  kept: KeptVerdict,
  at: Instant,
  language: Language,
  reading: Reading,
): z.input<typeof MessageVerdict> {
  const { verdict, code, until, rule, params, zones } = kept;
  const sentence = (key: string) => ({
    code: key,
    params,
    text: gateSentence(language, key, params, { zone: zones[0] ?? reading.zone, reading }),
  });
  return {
    verdict,
    at: formatInstant(at),
    until: until ?? null,
    reason: sentence(code),
    remedy: hasText(`${code}.then`) ? sentence(`${code}.then`) : null,
    rule: rule?.code ?? null,
    law: rule && hasText(`gate.law.${rule.code}`) ? { code: `gate.law.${rule.code}`, params: {}, text: '' } : null,
  };
}

/** The same of a verdict that is not stored. */
export function viewJudged(tx: Tx, verdict: Verdict, at: Instant, reading: Reading): z.input<typeof MessageVerdict> {
  return viewVerdict(verdictOfEvidence(evidenceOf(verdict, at)), at, tx.actor.language, reading);
}
