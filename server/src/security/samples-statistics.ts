import type { Sample } from './samples.ts';

const plan = {
  name: '보고서',
  query: {
    page: 'cohorts',
    compare: 'year',
    by: 'channel',
    owner: '@user',
    channel: 'internet',
    campaign: '가을',
    interest: 'implant',
    patientKind: 'new',
    site: '@site',
  },
  period: 'lastMonth',
  formats: ['csv'],
  language: 'ko',
  siteId: '@site',
  schedule: { every: 'week', weekdays: ['mon'], dayOfMonth: 1, minuteOfDay: 480, openDaysOnly: true },
  recipients: ['@user'],
};

/** Of what is entered into statistics, and of reports. */
export const STATISTICS_SAMPLES: Readonly<Record<string, Sample>> = {
  setChannelSpend: {
    bodies: [{ entries: [{ month: '2026-11', channel: 'internet', amountWon: 100, version: 0 }] }],
  },
  setBookingGoals: { bodies: [{ entries: [{ month: '2026-11', siteId: '@site', bookings: 10, version: 0 }] }] },
  planReport: { bodies: [{ ...plan, attach: false }] },
  changeReport: { path: { id: 'report' }, bodies: [{ ...plan, attach: false, paused: true, version: 1 }] },
  dropReport: { path: { id: 'report' } },
  runReport: { path: { id: 'report' } },
  listReportRuns: { path: { id: 'report' } },
  getReportRun: { path: { id: 'reportRun' } },
  downloadReport: { path: { id: 'reportRun' } },
};
