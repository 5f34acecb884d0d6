import type { Language, Purpose, SentChannel } from '@anbu/contract';
import { instant } from '../../../kernel/instant.ts';
import type { RefusalParams } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { judge, loadRules, messageOf, recipientOf, type RuleBook } from '../../consents/index.ts';
import { countryOf, defaultSite } from '../../identity/index.ts';
import { fill, samplesOf } from '../rules/template.ts';
import type { TemplateRow, TemplateVersionRow } from '../vocabulary.ts';

export type WordingFault = { readonly code: string; readonly params: RefusalParams };

/** Noon, so that no hour of the day stands against it. */
const NOON = { KR: 'T12:00:00+09:00', US: 'T12:00:00-06:00', CN: 'T12:00:00+08:00' } as const;

/**
 * What the law says of the words alone: the gate is asked for somebody who consented to everything, at noon, and what it still refuses is the text
 * (C7). In the country of the practice.
 */
export async function wordingFaults(
  tx: Tx,
  template: TemplateRow,
  version: TemplateVersionRow,
): Promise<WordingFault[]> {
  const rules = await loadRules(tx);
  const country = countryOf(await defaultSite(tx));
  const values = samplesOf(version.variables);
  return Object.entries(version.bodies).flatMap(([language, body]) => {
    if (!body) return [];
    const filled = fill(body, language as Language, version.variables, values, { personName: '-', clinicName: '-' });
    return template.channels.flatMap(
      (channel) => wordingFault(rules, country, { channel, purpose: template.purpose, ...filled }, tx.now) ?? [],
    );
  });
}

/** What the law of a country says of one text: its code and what it names; null where nothing stands against it. */
export function wordingFault(
  rules: RuleBook,
  jurisdiction: 'KR' | 'US' | 'CN',
  written: {
    readonly channel: SentChannel;
    readonly purpose: Purpose;
    readonly subject: string | null;
    readonly text: string;
  },
  now: number,
): WordingFault | null {
  const at = instant(Date.parse(`${new Date(now).toISOString().slice(0, 10)}${NOON[jurisdiction]}`));
  const message = messageOf(written);
  const basis = {
    id: null,
    purpose: written.purpose,
    channel: written.channel,
    state: 'granted',
    at: instant(at - 86_400_000),
    expiresOn: null,
  } as const;
  const kinds = ['contact', 'health', 'third_party'] as const;
  const consents = kinds.flatMap((kind) => [false, true].map((night) => ({ ...basis, kind, night })));
  const verdict = judge(message, recipientOf({ jurisdiction, timeZone: null, consents }), rules, at);
  return verdict.verdict === 'DENY' ? { code: verdict.code, params: { ...verdict.params } } : null;
}
