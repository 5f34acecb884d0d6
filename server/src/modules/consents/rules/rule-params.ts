import { ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { RuleParams, RuleRow } from './gate/index.ts';

const LARGEST = 10_000;

/**
 * Parameters of a rule as an administrator gives them: those that the preset has, each of its type. A time is HH:MM, the hours of a window do not run
 * backwards, a form is not another one. Refuses on `params` consents.rule_param { field }.
 */
export function readRuleParams(rule: Pick<RuleRow, 'kind' | 'params'>, given: RuleParams): Outcome<RuleParams> {
  const names = Object.keys(rule.params);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  const wrong = unknown ?? names.find((name) => !fits(rule.params[name], given[name]));
  if (wrong !== undefined) return refuseAt('params', 'consents.rule_param', { name: wrong });
  const isBackwards = rule.kind === 'window' && String(given['from']) >= String(given['to']);
  return isBackwards ? refuseAt('params', 'consents.rule_param', { name: 'to' }) : ok(given);
}

function fits(standard: RuleParams[string] | undefined, given: RuleParams[string] | undefined): boolean {
  if (typeof given !== typeof standard) return false;
  if (typeof given === 'number') return Number.isInteger(given) && given >= 0 && given <= LARGEST;
  if (typeof standard === 'string' && /^\d\d:\d\d$/.test(standard)) {
    return typeof given === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(given);
  }
  return typeof given === 'boolean' || given === standard;
}
