import { standing, type Consent } from './gate/index.ts';

export type ImportedSaying = Pick<Consent, 'purpose' | 'channel' | 'night' | 'state' | 'at'>;

/**
 * What an imported consent does beside those that stand: `known` = the same is there already; `refused_later` = she refused at that time or after it, and
 * the stricter stays; `after_refusal` = it is newer than a refusal of hers and lifts it; `new` = nothing stands against it.
 */
export function importedBeside(
  said: ImportedSaying,
  consents: readonly Consent[],
): 'known' | 'refused_later' | 'after_refusal' | 'new' {
  const own = consents.filter(
    ({ kind, purpose, channel }) => kind === 'contact' && purpose === said.purpose && channel === said.channel,
  );
  if (own.some(({ night, state, at }) => night === said.night && state === said.state && at === said.at))
    return 'known';
  if (said.state === 'withdrawn') return 'new';
  const refused = own.filter(({ state, night }) => state === 'withdrawn' && (said.night || !night));
  if (refused.some(({ at }) => at >= said.at)) return 'refused_later';
  const now = Math.max(said.at, ...own.map(({ at }) => at)) as Consent['at'];
  const asked = { kind: 'contact', purpose: said.purpose, channel: said.channel } as const;
  return standing(own, asked, said.night, now)?.state === 'withdrawn' ? 'after_refusal' : 'new';
}
