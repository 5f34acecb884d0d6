import {
  ApiKey,
  ApiKeyCreated,
  ApiKeyInput,
  ApiKeyPage,
  FactorsRemoval,
  IdParams,
  Nothing,
  PageQuery,
  User,
  UserInput,
  UserPage,
  UserPatch,
} from '@anbu/contract';
import { parseInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { route, type Route } from '../../../platform/http/route.ts';
import { apiKeyView, createApiKey, revokeApiKey } from '../service/api-keys.ts';
import { changeUser, createUser, removeFactors, userViews } from '../service/users.ts';
import { listApiKeyRows } from '../store/api-keys.ts';
import { findMember, listMemberRows } from '../store/members.ts';
import type { MemberRow } from '../vocabulary.ts';
import { pageById } from './paging.ts';

// Colleagues are in every picker: everybody reads their names.
const READ = { tag: 'users', permission: 'signed-in', mode: 'read' } as const;
const WRITE = { tag: 'users', permission: 'users.manage' } as const;
const KEYS = { tag: 'api-keys', permission: 'api-keys.manage' } as const;

async function userView(tx: Tx, member: Outcome<MemberRow>): Promise<Outcome<User>> {
  if (!member.ok) return member;
  const [view] = await userViews(tx, [member.value]);
  return view ? ok(view) : notFound('user');
}

export const userRoutes: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/users',
    operationId: 'listUsers',
    summary: 'Users of the organisation; e-mails only for those who manage them',
    query: PageQuery,
    reply: UserPage,
    handler: (tx, { query }) =>
      pageById(
        query,
        (after, limit) => listMemberRows(tx, { after, limit }),
        (rows) => userViews(tx, rows),
      ),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/users',
    operationId: 'createUser',
    summary: 'Invites a user; an account that exists keeps its password and accepts by itself',
    body: UserInput,
    reply: User,
    status: 201,
    location: '/users/:id',
    handler: async (tx, { body }) => userView(tx, await createUser(tx, body)),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/users/:id',
    operationId: 'getUser',
    summary: 'One user',
    params: IdParams,
    reply: User,
    handler: async (tx, { params }) => {
      const member = await findMember(tx, params.id);
      return member ? userView(tx, ok(member)) : notFound('user');
    },
  }),
  route({
    ...WRITE,
    method: 'PATCH',
    path: '/users/:id',
    operationId: 'patchUser',
    summary:
      'Changes name, role or activity; a change of rights ends the user’s sessions, an invitation is withdrawn or renewed',
    params: IdParams,
    body: UserPatch,
    reply: User,
    handler: async (tx, { params, body }) => userView(tx, await changeUser(tx, params.id, body)),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/users/:id/factors/remove',
    operationId: 'removeUserFactors',
    summary: 'Takes the passkeys and the second sign-in step from a colleague who lost them; her sessions end',
    params: IdParams,
    body: FactorsRemoval,
    reply: Nothing,
    handler: (tx, { params, body }) => removeFactors(tx, params.id, body.reason),
  }),
  route({
    ...KEYS,
    method: 'GET',
    path: '/api-keys',
    operationId: 'listApiKeys',
    summary: 'API keys, newest first, without their secrets',
    query: PageQuery,
    reply: ApiKeyPage,
    mode: 'read',
    handler: (tx, { query }) =>
      pageById(
        query,
        (before, limit) => listApiKeyRows(tx, before, limit),
        (rows) => rows.map(apiKeyView),
      ),
  }),
  route({
    ...KEYS,
    method: 'POST',
    path: '/api-keys',
    operationId: 'createApiKey',
    summary: 'A new key; this answer alone holds it',
    body: ApiKeyInput,
    reply: ApiKeyCreated,
    secretReply: true,
    status: 201,
    location: '/api-keys/:id',
    handler: async (tx, { body }) => {
      const expiresAt = body.expiresAt === null ? null : parseInstant(body.expiresAt);
      if (expiresAt === null && body.expiresAt !== null) {
        return refuseFields([{ field: 'expiresAt', code: 'field.instant', params: {} }]);
      }
      return createApiKey(tx, { ...body, expiresAt });
    },
  }),
  route({
    ...KEYS,
    method: 'DELETE',
    path: '/api-keys/:id',
    operationId: 'revokeApiKey',
    summary: 'From now on the key is nobody’s',
    params: IdParams,
    reply: ApiKey,
    handler: (tx, { params }) => revokeApiKey(tx, params.id),
  }),
];
