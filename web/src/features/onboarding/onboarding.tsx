import './onboarding.css';
import { Progress } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, Circle, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { EnquiryPage, ImportPage } from '@anbu/contract';
import { api, keys, useMe, useSites, useTeams, useUsers } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { SampleClinic } from './sample.tsx';
import { doneSteps, ONBOARDING_STEPS, type OnboardingStep } from './steps.ts';

/**
 * The first five steps of a new organisation, for its administrator, on Today. Gone when all are done; a demo has none.
 */
export function Onboarding() {
  const me = useMe();
  if (me.role !== 'admin' || me.demo) return null;
  return <Checklist />;
}

function Checklist() {
  const t = useT();
  const sites = useSites();
  const teams = useTeams();
  const users = useUsers();
  const [open, setOpen] = useLocalStorage({ key: 'anbu.onboarding.open', defaultValue: true });
  const [visited, setVisited] = useLocalStorage<OnboardingStep[]>({ key: 'anbu.onboarding.visited', defaultValue: [] });
  const enquiries = useQuery({
    queryKey: keys.enquiries.list({ limit: 1 }),
    queryFn: ({ signal }) => api.get('/enquiries', EnquiryPage, { query: { limit: 1 }, signal }),
  });
  const imports = useQuery({
    queryKey: [...keys.imports.list, 1],
    queryFn: ({ signal }) => api.get('/imports', ImportPage, { query: { limit: 1 }, signal }),
  });
  if (!enquiries.data || !imports.data || sites.length === 0) return null;

  const done = doneSteps({
    siteVersion: Math.max(...sites.map((site) => site.version)),
    users: users.length,
    teams: teams.length,
    imports: imports.data.items.length,
    enquiries: enquiries.data.items.length,
    visited,
  });
  const total = ONBOARDING_STEPS.length;
  if (done.size === total) return null;
  return (
    <section className="panel onboarding" aria-labelledby="onboarding-title">
      <button type="button" className="onboarding-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <h2 id="onboarding-title">{t('shell.onboarding.title')}</h2>
        <span className="text-2">{t('shell.onboarding.progress', { done: done.size, total })}</span>
        <Progress value={(100 * done.size) / total} w={120} aria-hidden />
        <ChevronDown size={16} aria-hidden className={open ? 'is-open' : ''} />
      </button>
      {open ? <SampleClinic /> : null}
      {open ? (
        <ol className="onboarding-steps">
          {ONBOARDING_STEPS.map((step) => (
            <li key={step} className={done.has(step) ? 'is-done' : ''}>
              {done.has(step) ? (
                <CircleCheck size={18} strokeWidth={1.75} aria-label={t('shell.onboarding.done')} />
              ) : (
                <Circle size={18} strokeWidth={1.75} aria-hidden />
              )}
              <div>
                <StepLink step={step} onVisit={() => setVisited([...new Set([...visited, step])])}>
                  {t(`shell.onboarding.${step}`)}
                </StepLink>
                <div className="text-2">{t(`shell.onboarding.${step}Why`)}</div>
              </div>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

const WHERE = {
  hours: '/settings/sites',
  team: '/settings/users',
  channels: '/settings/lists',
  import: '/imports',
  enquiry: '/enquiries/new',
} as const satisfies Record<OnboardingStep, string>;

function StepLink({ step, onVisit, children }: { step: OnboardingStep; onVisit: () => void; children: ReactNode }) {
  return (
    <Link to={WHERE[step]} onClick={onVisit}>
      {children}
    </Link>
  );
}
