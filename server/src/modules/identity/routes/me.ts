import { IdParams, Me, MePatch, Nothing, PasskeyPage, SessionPage, TotpConfirm } from '@anbu/contract';
import { ok } from '../../../kernel/outcome.ts';
import { route, type Route } from '../../../platform/http/route.ts';
import { ownSession, personNeeded } from '../service/audited.ts';
import { acceptInvitation, confirmTotp, endOwnSession, meOf, sessionsOf } from '../service/own-account.ts';
import { hasPasskeys, passkeysOf } from '../service/passkeys.ts';
import type { IdentityDeps } from '../service/sign-in.ts';
import { updateOwnLanguage } from '../store/own-account.ts';

const OWN = { tag: 'me', permission: 'signed-in' } as const;

export function meRoutes({ secrets, publicUrl }: Pick<IdentityDeps, 'secrets' | 'publicUrl'>): readonly Route[] {
  return [
    route({
      ...OWN,
      method: 'GET',
      path: '/me',
      operationId: 'getMe',
      summary: 'Who is signed in, where, and what she may do',
      reply: Me,
      mode: 'read',
      handler: (tx) => meOf(tx),
    }),
    route({
      ...OWN,
      method: 'PATCH',
      path: '/me',
      operationId: 'patchMe',
      summary: 'Own settings',
      body: MePatch,
      reply: Me,
      handler: async (tx, { body }) => {
        const sessionId = ownSession(tx);
        if (sessionId === null) return personNeeded();
        await updateOwnLanguage(tx, sessionId, body.language);
        return meOf(tx);
      },
    }),
    route({
      ...OWN,
      method: 'POST',
      path: '/me/invitations/:id/accept',
      operationId: 'acceptInvitation',
      summary: 'Joins the organisation that invites; it is among the own ones from now on',
      params: IdParams,
      reply: Me,
      handler: (tx, { params }) => acceptInvitation(tx, params.id),
    }),
    route({
      ...OWN,
      method: 'GET',
      path: '/me/sessions',
      operationId: 'listMySessions',
      summary: 'Where this account is signed in',
      reply: SessionPage,
      mode: 'read',
      handler: async (tx) => {
        const sessions = await sessionsOf(tx);
        return sessions.ok ? ok({ items: sessions.value, nextCursor: null }) : sessions;
      },
    }),
    route({
      ...OWN,
      method: 'DELETE',
      path: '/me/sessions/:id',
      operationId: 'endMySession',
      summary: 'Ends one of the own sessions',
      params: IdParams,
      reply: Nothing,
      handler: (tx, { params }) => endOwnSession(tx, params.id),
    }),
    route({
      ...OWN,
      method: 'GET',
      path: '/me/passkeys',
      operationId: 'listMyPasskeys',
      summary: 'With what this account signs in without a password',
      reply: PasskeyPage,
      mode: 'read',
      handler: async (tx) => {
        const passkeys = await passkeysOf(tx);
        return passkeys.ok
          ? ok({ items: passkeys.value, nextCursor: null, available: hasPasskeys(publicUrl) })
          : passkeys;
      },
    }),
    route({
      ...OWN,
      method: 'POST',
      path: '/me/totp/confirm',
      operationId: 'confirmTotp',
      summary: 'Switches the second factor on with a first code',
      body: TotpConfirm,
      reply: Nothing,
      handler: (tx, { body }) => confirmTotp(tx, secrets, body.code),
    }),
  ];
}
