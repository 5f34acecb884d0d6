import type { GateRule } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';

const KINDS = [
  'window',
  'consent',
  'confirm',
  'minor',
  'health',
  'informational',
  'wording',
  'label',
  'subject',
  'reply',
  'sender',
  'registry',
  'postal',
  'review',
  'sign_off',
  'hold_out',
  'budget',
  'stop_reply',
] as const;
const PARAMS = [
  'from',
  'to',
  'nightConsent',
  'dealingMonths',
  'months',
  'guardianUnder',
  'soldToFrom',
  'most',
  'days',
  'minutes',
  'maxAgeDays',
  'needed',
  'consentLifts',
  'required',
] as const;

/** A rule in words: what kind it is, and its numbers. What a later release adds shows as it is. */
export function useRuleWords() {
  const t = useT();
  const param = (name: string) => {
    const known = PARAMS.find((one) => one === name);
    return known ? t(`settings.gate.param.${known}`) : name;
  };
  return {
    name({ kind }: Pick<GateRule, 'kind'>): string {
      const known = KINDS.find((one) => one === kind);
      return known ? t(`settings.gate.kind.${known}`) : kind;
    },
    /** What happens where it is made looser. */
    risk({ kind }: Pick<GateRule, 'kind'>): string | null {
      const known = KINDS.find((one) => one === kind);
      return known ? t(`settings.gate.risk.${known}`) : null;
    },
    param,
    /** Numbers and times; what is no one's to change says nothing. */
    params(params: GateRule['current']['params']): string {
      return PARAMS.filter((name) => params[name] !== undefined)
        .map((name) => {
          const value = params[name];
          const shown =
            typeof value === 'boolean' ? t(value ? 'settings.gate.yes' : 'settings.gate.no') : String(value);
          return `${param(name)} ${shown}`;
        })
        .join(' · ');
    },
    isKnown: (name: string) => PARAMS.some((one) => one === name),
  };
}
