import { z } from 'zod';
import { Day, Id, InstantText, Language, TimeZone, Version, page, text } from './common.ts';
import { Permission, Role } from './permissions.ts';

// ---- sign-in
export const SignIn = z.strictObject({
  email: text(254),
  password: z.string().max(1024),
  /** Six digits; asked for with `identity.totp_required` when the account has a second factor. */
  totp: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  organisationId: Id.optional(),
});
export type SignIn = z.infer<typeof SignIn>;

export const OrganisationRef = z.object({ id: Id, name: z.string(), slug: z.string() });

/** Who is signed in, where, and what she may do. */
export const Me = z
  .object({
    userId: Id,
    accountId: Id,
    name: z.string(),
    email: z.string(),
    role: Role,
    permissions: z.array(Permission),
    language: Language.nullable(),
    organisation: OrganisationRef,
    organisations: z.array(OrganisationRef),
    /** Organisations that wait for her to accept. */
    invitations: z.array(OrganisationRef),
    teamIds: z.array(Id),
    hasTotp: z.boolean(),
    demo: z.boolean(),
    now: InstantText,
    /** Where the stream of events stands: who hears it from here misses nothing of what she reads from now on. */
    streamPosition: z.int().nonnegative(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** What the sign-in page shows before anybody is known. Demo sign-ins only in a demo organisation. */
export const SignInPage = z
  .object({
    demo: z.array(z.object({ name: z.string(), role: Role, email: z.string(), password: z.string() })),
    /** False where Anbu is reached by a bare IP address: browsers keep passkeys for names alone. */
    passkeys: z.boolean(),
    version: z.string(),
  })
  .meta({ id: 'SignInPage' });
export type SignInPage = z.infer<typeof SignInPage>;

export const Session = z
  .object({
    id: Id,
    createdAt: InstantText,
    lastSeenAt: InstantText,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** The password again: a session alone neither adds nor removes a second factor. */
export const TotpStart = z.strictObject({ password: z.string().max(1024) });
export const TotpSetup = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'TotpSetup' });
export type TotpSetup = z.infer<typeof TotpSetup>;
export const TotpConfirm = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
export const TotpRemove = TotpStart;
export const PasswordChange = z.strictObject({ current: z.string().max(1024), next: z.string().min(10).max(1024) });
/** Goes on in another organisation of the same account. */
export const OrganisationSwitch = z.strictObject({ organisationId: Id });
export const MePatch = z.strictObject({ language: Language.nullable() });

// ---- passkeys (WebAuthn). Binary values are base64url, as browsers write them.
const Base64Url = (longest: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(longest);
const PasskeyRef = z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) });

/** What a browser needs to make a passkey: `PublicKeyCredentialCreationOptionsJSON`. Its challenge is answered once, within five minutes. */
export const PasskeyCreation = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
    timeout: z.int(),
    /** Her own: an authenticator makes no second one. */
    excludeCredentials: z.array(PasskeyRef),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
  })
  .meta({ id: 'PasskeyCreation' });
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

/** `PublicKeyCredentialRequestOptionsJSON`: without a list, so that the browser offers what it has and nothing tells who has an account. */
export const PasskeyRequest = z
  .object({ rpId: z.string(), challenge: z.string(), timeout: z.int(), userVerification: z.literal('required') })
  .meta({ id: 'PasskeyRequest' });
export type PasskeyRequest = z.infer<typeof PasskeyRequest>;

export const PasskeyInput = z.strictObject({
  /** By which she knows it again: the device. */
  name: text(60),
  id: Base64Url(1400),
  clientDataJSON: Base64Url(8_000),
  attestationObject: Base64Url(40_000),
  transports: z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(10),
});
export type PasskeyInput = z.infer<typeof PasskeyInput>;
export const PasskeySignIn = z.strictObject({
  id: Base64Url(1400),
  clientDataJSON: Base64Url(8_000),
  authenticatorData: Base64Url(8_000),
  signature: Base64Url(8_000),
  /** The account, as the passkey remembers it. */
  userHandle: Base64Url(100),
  organisationId: Id.optional(),
});
export type PasskeySignIn = z.infer<typeof PasskeySignIn>;

export const Passkey = z
  .object({ id: Id, name: z.string(), createdAt: InstantText, lastUsedAt: InstantText.nullable() })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof Passkey>;
export const PasskeyPage = z.object({
  items: z.array(Passkey),
  nextCursor: z.null(),
  /** See `SignInPage`. */
  available: z.boolean(),
});
export type PasskeyPage = z.infer<typeof PasskeyPage>;
/** The password again, as for the second factor. */
export const PasskeyStart = TotpStart;
export const PasskeyRemove = TotpStart.extend({ id: Id });

// ---- organisation, sites, teams
export const OrganisationPatch = z.strictObject({ name: text(120), version: Version.optional() });
export const Organisation = z
  .object({ id: Id, name: z.string(), slug: z.string(), language: Language, demo: z.boolean(), version: Version })
  .meta({ id: 'Organisation' });

/** HH:MM; 24:00 may end a day. */
export const ClockText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const Pieces = z.array(z.tuple([ClockText, ClockText])).max(8);
/** Opening hours by weekday; a break is the gap between two pieces. Site time. */
export const WeekHours = z
  .strictObject({ mon: Pieces, tue: Pieces, wed: Pieces, thu: Pieces, fri: Pieces, sat: Pieces, sun: Pieces })
  .meta({ id: 'WeekHours' });
export type WeekHours = z.infer<typeof WeekHours>;
export const CallingLimits = z.tuple([ClockText, ClockText]);

const SiteFields = z.strictObject({
  name: text(120),
  timeZone: TimeZone,
  hours: WeekHours,
  callingLimits: CallingLimits,
  /** ISO 3166-1 alpha-2 of the public holidays that close the site; null = none. */
  holidayCountry: z.enum(['KR', 'US', 'CN']).nullable(),
  intakeTeamId: Id.nullable(),
});
export const SiteInput = SiteFields.extend({
  callingLimits: CallingLimits.default(['08:00', '21:00']),
  holidayCountry: SiteFields.shape.holidayCountry.default(null),
  intakeTeamId: SiteFields.shape.intakeTeamId.default(null),
});
export type SiteInput = z.infer<typeof SiteInput>;
/** Without the defaults of a new site: what a patch leaves out stays. */
export const SitePatch = SiteFields.partial().extend({ version: Version.optional() });
export const SiteClosure = z.object({ day: Day, name: z.string(), source: z.enum(['own', 'holiday']) });
export const SiteClosureInput = z.strictObject({ day: Day, name: text(120) });
export const Site = z
  .object({
    id: Id,
    name: z.string(),
    timeZone: z.string(),
    hours: WeekHours,
    callingLimits: CallingLimits,
    holidayCountry: z.enum(['KR', 'US', 'CN']).nullable(),
    intakeTeamId: Id,
    /** From the first day of last month, two years ahead. */
    closures: z.array(SiteClosure),
    version: Version,
  })
  .meta({ id: 'Site' });
export type Site = z.infer<typeof Site>;

const TeamFields = z.strictObject({
  name: text(120),
  siteId: Id.nullable(),
  leaderId: Id.nullable(),
  memberIds: z.array(Id).max(500),
});
export const TeamInput = TeamFields.extend({
  siteId: TeamFields.shape.siteId.default(null),
  leaderId: TeamFields.shape.leaderId.default(null),
  memberIds: TeamFields.shape.memberIds.default([]),
});
export const TeamPatch = TeamFields.partial().extend({ version: Version.optional() });
export const Team = z
  .object({
    id: Id,
    name: z.string(),
    siteId: Id.nullable(),
    leaderId: Id.nullable(),
    memberIds: z.array(Id),
    version: Version,
  })
  .meta({ id: 'Team' });
export type Team = z.infer<typeof Team>;

// ---- users (a user is an account's membership in this organisation) and keys
export const UserInput = z.strictObject({
  name: text(80),
  email: z.email().max(254),
  role: Role,
  /** Of an account that does not exist yet; one that exists keeps its own. Asked for always: the lack of it would tell which exist. */
  password: z.string().min(10).max(1024).optional(),
  /** The contract of the agency that she belongs to; null = one of the organisation's own. */
  contractId: Id.nullable().default(null),
});
export const UserPatch = z.strictObject({
  name: text(80).optional(),
  role: Role.optional(),
  active: z.boolean().optional(),
  contractId: Id.nullable().optional(),
  version: Version.optional(),
});
/** Why a colleague's passkeys and second sign-in step are taken away: she lost them. */
export const FactorsRemoval = z.strictObject({ reason: text(500) });
export const User = z
  .object({
    id: Id,
    name: z.string(),
    /** Shown to those who manage users, else null. */
    email: z.string().nullable(),
    role: Role,
    active: z.boolean(),
    /** Waits for her: she accepts by her first sign-in, or in her account where she works for others already. */
    invited: z.boolean(),
    /** The contract of her agency; null = one of the organisation's own. */
    contractId: Id.nullable(),
    teamIds: z.array(Id),
    version: Version,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const ApiKeyInput = z.strictObject({
  name: text(80),
  /** Permission codes, or `*` for all that the maker may do. */
  scopes: z
    .array(z.union([Permission, z.literal('*')]))
    .min(1)
    .max(50),
  expiresAt: InstantText.nullable().default(null),
});
export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    createdAt: InstantText,
    lastUsedAt: InstantText.nullable(),
    expiresAt: InstantText.nullable(),
    revokedAt: InstantText.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;
/** The only answer that ever holds the key itself. */
export const ApiKeyCreated = ApiKey.extend({ key: z.string() }).meta({ id: 'ApiKeyCreated' });

export const OrganisationPage = page(Organisation);
export const UserPage = page(User);
export const TeamPage = page(Team);
export const SitePage = page(Site);
export const ApiKeyPage = page(ApiKey);
export const SessionPage = page(Session);
