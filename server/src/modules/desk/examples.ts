import type { TodayItem } from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';
import { ENQUIRY_ROW_EXAMPLE } from '../enquiries/index.ts';

const item: z.input<typeof TodayItem> = {
  enquiry: ENQUIRY_ROW_EXAMPLE,
  why: { code: 'enquiries.next.promise', params: { by: 'us' }, text: '약속한 시각에 전화드립니다' },
  dueAt: '2026-11-17T06:00:00.000Z',
  late: false,
  pool: false,
};

/** For the OpenAPI document; parsed by a test. */
export const EXAMPLES: Examples = {
  listToday: { reply: { items: [item], nextCursor: null } },
  takeNext: { body: { tab: 'promise' }, reply: { ...item, item } },
};
