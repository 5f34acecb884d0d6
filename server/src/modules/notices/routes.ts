import {
  IdParams,
  NoticeContact,
  NoticeContactPatch,
  NoticePlace,
  NoticePlaceInput,
  NoticePlacePage,
  NoticePlannedPage,
  NoticeSetting,
  NoticeSettingPage,
  NoticeSettingPatch,
  NoticeWaitingPage,
  OccasionParams,
  PageQuery,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { changeNoticeContact, noticeContact } from './service/contacts.ts';
import { plannedNotices } from './service/planned.ts';
import { changeNoticeSetting, changePlace, noticePlaces, noticeSettings, waitingNotices } from './service/settings.ts';

const SETTINGS = { tag: 'notices', permission: 'settings.read' } as const;
const WRITE = { tag: 'notices', permission: 'settings.write' } as const;
const OWN = { tag: 'me', permission: 'signed-in' } as const;

export const noticesRoutes: readonly Route[] = [
  route({
    ...SETTINGS,
    method: 'GET',
    path: '/notices',
    operationId: 'listNoticeSettings',
    summary: 'What is sent by itself: how each occasion goes, and what became of it in the last thirty days',
    reply: NoticeSettingPage,
    mode: 'snapshot',
    handler: async (tx) => ok({ items: await noticeSettings(tx), nextCursor: null }),
  }),
  route({
    ...SETTINGS,
    method: 'GET',
    path: '/notices/waiting',
    operationId: 'listWaitingNotices',
    summary: 'What waits though its time has come, and why it does not go',
    query: PageQuery,
    reply: NoticeWaitingPage,
    handler: (tx, { query }) => waitingNotices(tx, query),
  }),
  route({
    ...SETTINGS,
    method: 'GET',
    path: '/notices/places',
    operationId: 'listNoticePlaces',
    summary: 'What messages say of each site: the number to ask at, and the way to it',
    reply: NoticePlacePage,
    mode: 'read',
    handler: async (tx) => ok({ items: await noticePlaces(tx), nextCursor: null }),
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/notices/places/:id',
    operationId: 'putNoticePlace',
    summary: 'What messages say of a site',
    params: IdParams,
    body: NoticePlaceInput,
    reply: NoticePlace,
    handler: (tx, { params, body }) => changePlace(tx, params.id, body),
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: '/notices/:occasion',
    operationId: 'changeNoticeSetting',
    summary: 'Switch an occasion on or off; its channels, template and time',
    params: OccasionParams,
    body: NoticeSettingPatch,
    reply: NoticeSetting,
    handler: (tx, { params, body }) => changeNoticeSetting(tx, params.occasion, body),
  }),
  route({
    tag: 'notices',
    permission: 'people.read',
    method: 'GET',
    path: '/people/:id/planned-notices',
    operationId: 'listPlannedNotices',
    summary: 'What a person will be told by itself, and what the gate would say of it then',
    params: IdParams,
    reply: NoticePlannedPage,
    handler: (tx, { params }) => plannedNotices(tx, params.id),
  }),
  route({
    ...OWN,
    method: 'GET',
    path: '/me/notices',
    operationId: 'getNoticeContact',
    summary: 'Where the caller is told of what is hers by text or e-mail, and whether',
    reply: NoticeContact,
    handler: (tx) => noticeContact(tx),
  }),
  route({
    ...OWN,
    method: 'PATCH',
    path: '/me/notices',
    operationId: 'patchNoticeContact',
    summary: 'Be told by text or e-mail of what is hers, or not',
    body: NoticeContactPatch,
    reply: NoticeContact,
    handler: (tx, { body }) => changeNoticeContact(tx, body),
  }),
];
