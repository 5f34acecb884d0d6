import type { Environment } from './read.ts';
import { VARIABLES } from './variables.ts';

export type Setting = { name: string; value: string | null; source: 'environment' | 'standard'; about: string };

/** All variables with their values; of secrets only that they are set. */
export function describeConfig(environment: Environment): Setting[] {
  return Object.entries(VARIABLES).map(([name, variable]) => {
    const given = environment[name]?.trim() || null;
    const isSecret = 'secret' in variable;
    return {
      name,
      value: given === null ? variable.standard : isSecret ? '(set)' : given,
      source: given === null ? 'standard' : 'environment',
      about: variable.about,
    };
  });
}
