import { GATE_RULE_KINDS, type GateRule } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';

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
      const known = GATE_RULE_KINDS.find((one) => one === kind);
      return known ? t(`settings.gate.kind.${known}`) : kind;
    },
    /** What happens where it is made looser. */
    risk({ kind }: Pick<GateRule, 'kind'>): string | null {
      const known = GATE_RULE_KINDS.find((one) => one === kind);
      return known ? t(`settings.gate.risk.${known}`) : null;
    },
    param,
    /** Its numbers and times, each as people say it; what is no one's to change says nothing. */
    params(params: GateRule['current']['params']): string {
      const { from, to, most, days } = params;
      const given = (name: string) => params[name];
      const count = (name: string) => {
        const value = given(name);
        return typeof value === 'number' && value > 0 ? value : null;
      };
      const either = (name: string, yes: string, no: string) => {
        const value = given(name);
        return typeof value === 'boolean' ? (value ? yes : no) : null;
      };
      const [dealing, confirm, guardian, soldTo, age] = [
        count('dealingMonths'),
        count('months'),
        count('guardianUnder'),
        count('soldToFrom'),
        count('maxAgeDays'),
      ];
      return [
        from !== undefined && to !== undefined
          ? t('settings.gate.said.hours', { from: String(from), to: String(to) })
          : null,
        either('nightConsent', t('settings.gate.said.night'), t('settings.gate.said.noNight')),
        dealing ? t('settings.gate.said.dealing', { count: dealing }) : null,
        given('dealingMonths') === 0 ? t('settings.gate.said.noDealing') : null,
        confirm ? t('settings.gate.said.confirm', { count: confirm }) : null,
        guardian ? t('settings.gate.said.guardian', { count: guardian }) : null,
        soldTo ? t('settings.gate.said.soldTo', { count: soldTo }) : null,
        typeof most === 'number' && typeof days === 'number' ? t('settings.gate.said.budget', { most, days }) : null,
        age ? t('settings.gate.said.age', { count: age }) : null,
        either('needed', t('settings.gate.said.listNeeded'), t('settings.gate.said.listOptional')),
        either('consentLifts', t('settings.gate.said.lifts'), t('settings.gate.said.neverLifts')),
        either('required', t('settings.gate.said.reviewed'), t('settings.gate.said.reviewOptional')),
      ]
        .filter(Boolean)
        .join(' · ');
    },
    isKnown: (name: string) => PARAMS.some((one) => one === name),
  };
}
