import type { Sample } from './samples.ts';

/** Requests of what is sent by itself. */
export const NOTICE_SAMPLES: Readonly<Record<string, Sample>> = {
  changeNoticeSetting: {
    path: { occasion: '=booking_day_before' },
    bodies: [
      {
        active: true,
        channels: ['sms', 'email'],
        days: 2,
        time: '11:00',
        version: 1,
      },
      { templateId: '@template', channels: ['sms'] },
      { minutes: 5 },
    ],
  },
  listPlannedNotices: { path: { id: 'person' } },
  putNoticePlace: {
    path: { id: 'site' },
    bodies: [
      {
        phone: '02-000-7582',
        way: { ko: '안부역 3번 출구', en: 'Anbu station, exit 3', zh: '安步站3号出口' },
        version: 0,
      },
    ],
  },
  patchNoticeContact: { bodies: [{ phone: '010-2222-3333', bySms: true, byEmail: true, version: 0 }] },
};
