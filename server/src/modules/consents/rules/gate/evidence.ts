import { formatInstant } from '../../../../kernel/instant.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Verdict } from './types.ts';

/** What is stored of a verdict for good: codes and ids, never words of the message or of the person. */
export type Evidence = {
  readonly verdict: Verdict['verdict'];
  readonly code: string;
  readonly at: string;
  readonly until: string | null;
  readonly rule: { readonly code: string; readonly revision: number; readonly validFrom: string } | null;
  readonly consentId: string | null;
  readonly suppressionId: string | null;
  readonly zones: readonly string[];
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly warnings: readonly string[];
};

export function evidenceOf(verdict: Verdict, at: Instant): Evidence {
  const { code, rule, consentId, suppressionId, zones, params, warnings } = verdict;
  return {
    verdict: verdict.verdict,
    code,
    at: formatInstant(at),
    until: verdict.verdict === 'DEFER' ? formatInstant(verdict.until) : null,
    rule: rule && { code: rule.code, revision: rule.revision, validFrom: rule.validFrom },
    consentId,
    suppressionId,
    zones,
    params,
    warnings: warnings.map((warning) => warning.code),
  };
}
