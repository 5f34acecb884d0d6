import {
  Me,
  Nothing,
  OrganisationSwitch,
  PasskeyCreation,
  PasskeyInput,
  PasskeyRemove,
  PasskeyRequest,
  PasskeySignIn,
  PasskeyStart,
  PasswordChange,
  SignIn,
  SignInPage,
  TotpRemove,
  TotpSetup,
  TotpStart,
  type Me as MeView,
} from '@anbu/contract';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { publicRoute, type PublicAnswer, type PublicRoute } from '../../../platform/http/route.ts';
import { PRODUCT_VERSION } from '../../../platform/version.ts';
import { actorOf } from '../service/authenticator.ts';
import {
  changePassword,
  dropTotp,
  meOf,
  note,
  signOut,
  startTotp,
  switchOrganisation,
  type Renewed,
} from '../service/own-account.ts';
import {
  addPasskey,
  askForPasskey,
  dropPasskey,
  hasPasskeys,
  signInByPasskey,
  startPasskey,
} from '../service/passkeys.ts';
import { signIn, type IdentityDeps, type SignedIn, type Visitor } from '../service/sign-in.ts';
import { listDemoSignIns } from '../store/sign-in.ts';

const TAG = { tag: 'sign-in' } as const;

/** All that makes, renews or ends a cookie, or asks the password again. */
export function identityPublicRoutes(deps: IdentityDeps): readonly PublicRoute[] {
  const { database } = deps;

  async function withSignedIn(
    signedIn: Outcome<SignedIn>,
    visitor: Visitor,
    action: string,
  ): Promise<Outcome<PublicAnswer<MeView>>> {
    if (!signedIn.ok) return signedIn;
    const noted = await note(database, signedIn.value, visitor, action);
    return noted.ok ? withMe(noted.value, visitor) : noted;
  }

  async function withMe(renewed: Renewed, visitor: Visitor): Promise<Outcome<PublicAnswer<MeView>>> {
    const me = await database.inTx(actorOf(renewed.session, visitor), meOf, 'read');
    return me.ok ? ok({ reply: me.value, session: renewed }) : me;
  }
  const withNothing = (renewed: Outcome<Renewed>): Outcome<PublicAnswer<null>> =>
    renewed.ok ? ok({ reply: null, session: renewed.value }) : renewed;

  return [
    publicRoute({
      ...TAG,
      method: 'GET',
      path: '/sign-in',
      operationId: 'getSignInPage',
      summary: 'What the sign-in page shows; sign-ins only where a demo organisation is',
      reply: SignInPage,
      handler: async () =>
        ok({
          reply: {
            demo: await listDemoSignIns(database),
            passkeys: hasPasskeys(deps.publicUrl),
            version: PRODUCT_VERSION,
          },
        }),
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/sign-in',
      operationId: 'signIn',
      summary: 'Signs in with e-mail, password and, where the account has one, the second factor',
      body: SignIn,
      reply: Me,
      handler: async (request) =>
        withSignedIn(await signIn(deps, request.body, request), request, 'identity.signed_in'),
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/sign-in/passkey/start',
      operationId: 'startPasskeySignIn',
      summary: 'A challenge for a passkey; the same whoever asks',
      reply: PasskeyRequest,
      limit: 'unknown',
      handler: async () => {
        const asked = await askForPasskey(deps);
        return asked.ok ? ok({ reply: asked.value }) : asked;
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/sign-in/passkey',
      operationId: 'signInByPasskey',
      summary: 'Signs in with a passkey, which is password and second factor in one',
      body: PasskeySignIn,
      reply: Me,
      handler: async (request) =>
        withSignedIn(await signInByPasskey(deps, request.body, request), request, 'identity.signed_in_by_passkey'),
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/sign-out',
      operationId: 'signOut',
      summary: 'Ends the session',
      reply: Nothing,
      limit: 'none',
      handler: async (request) => {
        await signOut(deps, request);
        return ok({ reply: null, session: 'clear' });
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/password',
      operationId: 'changePassword',
      summary: 'A new password; ends all other sessions',
      body: PasswordChange,
      reply: Nothing,
      handler: async (request) => withNothing(await changePassword(deps, request.body, request)),
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/totp',
      operationId: 'setUpTotp',
      summary: 'A secret for an authenticator; on only after it is confirmed',
      body: TotpStart,
      reply: TotpSetup,
      handler: async (request) => {
        const started = await startTotp(deps, request.body, request);
        return started.ok ? ok({ reply: started.value }) : started;
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/totp/remove',
      operationId: 'removeTotp',
      summary: 'Signs in without a second factor from now on',
      body: TotpRemove,
      reply: Nothing,
      handler: async (request) => withNothing(await dropTotp(deps, request.body, request)),
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/passkeys/start',
      operationId: 'startPasskey',
      summary: 'What the browser needs to make a passkey',
      body: PasskeyStart,
      reply: PasskeyCreation,
      handler: async (request) => {
        const started = await startPasskey(deps, request.body, request);
        return started.ok ? ok({ reply: started.value }) : started;
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/passkeys',
      operationId: 'addPasskey',
      summary: 'Signs in with this passkey too from now on',
      body: PasskeyInput,
      reply: Nothing,
      handler: async (request) => {
        const added = await addPasskey(deps, request.body, request);
        return added.ok ? ok({ reply: null }) : added;
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/passkeys/remove',
      operationId: 'removePasskey',
      summary: 'This passkey signs in no more',
      body: PasskeyRemove,
      reply: Nothing,
      handler: async (request) => {
        const removed = await dropPasskey(deps, request.body, request);
        return removed.ok ? ok({ reply: null }) : removed;
      },
    }),
    publicRoute({
      ...TAG,
      method: 'POST',
      path: '/me/organisation',
      operationId: 'switchOrganisation',
      summary: 'Goes on in another organisation of the same account',
      body: OrganisationSwitch,
      reply: Me,
      handler: async (request) => {
        const switched = await switchOrganisation(deps, request.body.organisationId, request);
        return switched.ok ? withMe(switched.value, request) : switched;
      },
    }),
  ];
}
