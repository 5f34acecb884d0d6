import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { InboxView, TodayTab } from '@anbu/contract';
import { z } from 'zod';
import { PreviousMonthSearch } from '../features/desk/previous-month-search.ts';
import { CALL_KINDS } from '../features/telephony/call-kinds.ts';
import { EnquiriesSearch } from './enquiry-search.ts';
import { PeopleSearch } from './people-search.ts';
import { appRoute } from './root.ts';

/** What the address keeps of a screen: its filters. A value that does not fit is dropped, never an error page. */
const TodaySearch = z.object({
  tab: TodayTab.optional().catch(undefined),
  owner: z.string().optional().catch(undefined),
  team: z.string().optional().catch(undefined),
  /** All desks of who works for several organisations, in one list. */
  desks: z.literal('all').optional().catch(undefined),
  /** The enquiry that is open in the work panel. */
  enquiry: z.string().optional().catch(undefined),
});
const text = z.string().optional().catch(undefined);

const todayRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/today',
  staticData: { needs: ['enquiries.read'] },
  validateSearch: TodaySearch,
  component: lazyRouteComponent(() => import('../features/desk/today-page.tsx'), 'TodayPage'),
});
const messagesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/messages',
  staticData: { needs: ['people.read'] },
  validateSearch: z.object({
    from: text,
    to: text,
    state: text,
    channel: text,
    why: text,
    occasion: text,
    open: z.literal('1').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/channels/messages-page.tsx'), 'MessagesPage'),
});
const lettersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/letters',
  staticData: { needs: ['letters.post'] },
  validateSearch: z.object({ tab: z.literal('check').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/channels/letters-page.tsx'), 'LettersPage'),
});
const privacyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/privacy',
  staticData: { needs: ['people.read'] },
  validateSearch: z.object({
    tab: z.enum(['requests', 'confirm', 'stops', 'lists']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/consents/privacy-page.tsx'), 'PrivacyPage'),
});
const callsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/calls',
  staticData: { needs: ['people.read'] },
  validateSearch: z.object({
    kind: z.enum(CALL_KINDS).optional().catch(undefined),
    user: text,
    person: text,
    from: text,
    to: text,
  }),
  component: lazyRouteComponent(() => import('../features/telephony/calls-page.tsx'), 'CallsPage'),
});
const todayPrintRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/today/print',
  staticData: { needs: ['enquiries.read'] },
  validateSearch: TodaySearch.pick({ tab: true, owner: true }),
  component: lazyRouteComponent(() => import('../features/desk/print-page.tsx'), 'PrintPage'),
});
const previousMonthRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/previous-month',
  staticData: { needs: ['enquiries.read'] },
  validateSearch: PreviousMonthSearch,
  component: lazyRouteComponent(() => import('../features/desk/previous-month-page.tsx'), 'PreviousMonthPage'),
});
const previousMonthPrintRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/previous-month/print',
  staticData: { needs: ['enquiries.read'] },
  validateSearch: PreviousMonthSearch,
  component: lazyRouteComponent(() => import('../features/desk/previous-month-print.tsx'), 'PreviousMonthPrint'),
});
const loadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/load',
  staticData: { needs: ['enquiries.assign'] },
  component: lazyRouteComponent(() => import('../features/desk/load-page.tsx'), 'LoadPage'),
});
const enquiriesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/enquiries',
  staticData: { needs: ['enquiries.read'] },
  validateSearch: EnquiriesSearch,
  component: lazyRouteComponent(() => import('../features/enquiries/enquiries-page.tsx'), 'EnquiriesPage'),
});
const newEnquiryRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/enquiries/new',
  staticData: { needs: ['enquiries.work'] },
  validateSearch: z.object({
    personId: text,
    phone: text,
    kind: z.enum(['enquiry', 'walk_in']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/enquiries/new-enquiry-page.tsx'), 'NewEnquiryPage'),
});
const peopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people',
  staticData: { needs: ['people.read'] },
  validateSearch: PeopleSearch,
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
});
const personRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people/$personId',
  staticData: { needs: ['people.read'] },
  validateSearch: z.object({ enquiry: text, call: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
});

const inboxRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/inbox',
  staticData: { needs: ['people.read'] },
  validateSearch: z.object({ view: InboxView.optional().catch(undefined), message: text }),
  component: lazyRouteComponent(() => import('../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

export const workRoutes = [
  inboxRoute,
  messagesRoute,
  lettersRoute,
  privacyRoute,
  callsRoute,
  todayRoute,
  todayPrintRoute,
  previousMonthRoute,
  previousMonthPrintRoute,
  loadRoute,
  enquiriesRoute,
  newEnquiryRoute,
  peopleRoute,
  personRoute,
] as const;
