import type { Metric } from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';
import { ENQUIRY_ROW_EXAMPLE } from '../enquiries/index.ts';

const drill = '/metrics/booking-cohorts/rows?figure=byNow&from=2026-06&to=2026-06';
const row: z.input<typeof Metric>['rows'][number] = {
  month: '2026-06',
  key: null,
  of: 'all',
  name: null,
  bucket: null,
  figures: {
    enquiries: {
      value: 300,
      of: null,
      drill: '/metrics/booking-cohorts/rows?figure=enquiries&from=2026-06&to=2026-06',
      ofDrill: null,
    },
    sameMonth: {
      value: 0.18,
      of: 300,
      drill: '/metrics/booking-cohorts/rows?figure=sameMonth&from=2026-06&to=2026-06',
      ofDrill: null,
    },
    byNow: { value: 0.24, of: 300, drill, ofDrill: `${drill}&whole=true` },
  },
  drill: '/metrics/booking-cohorts/rows?figure=enquiries&from=2026-06&to=2026-06',
};
const definition = (code: string, text: string) => ({ code, params: {}, text });

export const EXAMPLES: Examples = {
  readMetric: {
    reply: {
      name: 'booking-cohorts',
      from: '2026-06',
      to: '2026-06',
      by: null,
      asOf: '2026-11-17T01:00:00.000Z',
      asOfDay: null,
      complete: true,
      counted: 0,
      definition: definition('metrics.definition.booking-cohorts', '문의가 들어온 달마다 …'),
      denominator: definition('metrics.denominator.booking-cohorts', '그달에 들어온 문의 …'),
      figures: [
        { code: 'byNow', unit: 'share', definition: definition('metrics.means.byNow', '지금까지 예약 ÷ 문의.') },
      ],
      rows: [row],
      totals: [{ ...row, month: null }],
      partial: [],
      omitted: 0,
    } satisfies z.input<typeof Metric>,
  },
  listMetricRows: {
    reply: {
      items: [{ enquiry: ENQUIRY_ROW_EXAMPLE, times: 1 }],
      nextCursor: null,
      figure: 'byNow',
      definition: definition('metrics.means.byNow', '지금까지 예약 ÷ 문의.'),
    },
  },
};
