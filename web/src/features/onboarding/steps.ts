export const ONBOARDING_STEPS = ['hours', 'team', 'channels', 'import', 'enquiry'] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

type Facts = {
  /** The highest version of a site: above 1 somebody has saved one. */
  siteVersion: number;
  users: number;
  teams: number;
  imports: number;
  enquiries: number;
  /** Steps whose screen was opened: to look and leave it as it is also counts, where there may be nothing to change. */
  visited: readonly OnboardingStep[];
};

export function doneSteps(facts: Facts): ReadonlySet<OnboardingStep> {
  const done: Record<OnboardingStep, boolean> = {
    hours: facts.siteVersion > 1 || facts.visited.includes('hours'),
    team: facts.users > 1,
    channels: facts.visited.includes('channels'),
    import: facts.imports > 0,
    enquiry: facts.enquiries > 0,
  };
  return new Set(ONBOARDING_STEPS.filter((step) => done[step]));
}
