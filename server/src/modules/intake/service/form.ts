import { createHash } from 'node:crypto';
import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, instant, plus, type Instant } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { listItemsOf } from '../../enquiries/index.ts';
import { findOrganisation } from '../../identity/index.ts';
import type { FormInput } from '../rules/form-input.ts';
import { FORM_LASTS, suspicions } from '../rules/suspicion.ts';
import { countSameNumber } from '../store/request-store.ts';
import type { IntakeReason, SourceRow } from '../vocabulary.ts';
import { STAMP_PURPOSE, type IntakeDeps } from './deps.ts';
import { receiveFrom, SameMessage, takeOver } from './take-over.ts';
import type { Found } from './webhook.ts';

/** What the page needs to be drawn. */
export type FormContext = {
  readonly organisation: string;
  readonly source: SourceRow;
  readonly interests: readonly { readonly code: string; readonly name: string }[];
  readonly stamp: string;
};

export async function formContext(
  deps: IntakeDeps,
  { orgId, source }: Found,
  language: Language,
): Promise<FormContext> {
  const read = await deps.database.inTx(
    systemActor(orgId, 'intake'),
    async (tx) => {
      const [organisation, interests] = [await findOrganisation(tx), await listItemsOf(tx, 'interest')];
      return ok({ organisation: organisation.name, interests });
    },
    'read',
  );
  if (!read.ok) throw new Error('a form is always drawn');
  const offered = read.value.interests.filter(({ code, active }) => active && source.interests.includes(code));
  return {
    organisation: read.value.organisation,
    source,
    interests: offered.map(({ code, names }) => ({ code, name: names[language] })),
    stamp: deps.secrets.seal(JSON.stringify([source.id, await deps.database.now()]), STAMP_PURPOSE),
  };
}

export type FormAnswer =
  | { readonly kind: 'thanks' }
  /** To be mended by the visitor. */
  | { readonly kind: 'again'; readonly errors: readonly IntakeReason[] };

/** A sent form. A person's mistakes are shown to her; everything else is kept and answered with thanks. */
export async function receiveForm(deps: IntakeDeps, { orgId, source }: Found, input: FormInput): Promise<FormAnswer> {
  const now = await deps.database.now();
  const issuedAt = readStamp(deps, source.id, input.stamp);
  if (issuedAt === null || now - issuedAt > FORM_LASTS) return again('form', 'intake.form_expired');
  if (!input.consent) return again('consent', 'intake.consent_needed');
  const sameNumber = await sameNumberToday(deps, orgId, source.id, input.phone, now);
  const raw = { ...input, stamp: undefined };
  const incoming = {
    source,
    // One form is sent once, however often the button is pressed.
    dedupeKey: createHash('sha256').update(input.stamp).digest('hex'),
    raw,
    suspicions: suspicions({ issuedAt, now, trap: input.trap, text: input.text, sameNumber }),
    mendable: true,
    take: (tx: Parameters<typeof receiveFrom>[0]) => receiveFrom(tx, source, enquiryOfForm(input)),
  };
  const taken = await takeOver(deps.database, orgId, incoming).catch((error: unknown) => {
    if (error instanceof SameMessage) return null;
    throw error;
  });
  if (taken?.state === 'rejected' && taken.reasons.some(({ field }) => field !== null)) {
    return { kind: 'again', errors: taken.reasons.map((reason) => ({ ...reason, field: formField(reason.field) })) };
  }
  return { kind: 'thanks' };
}

function again(field: string, code: string): FormAnswer {
  return { kind: 'again', errors: [{ code, params: {}, field }] };
}

function readStamp(deps: IntakeDeps, sourceId: Id, stamp: string): Instant | null {
  try {
    const [id, at] = JSON.parse(deps.secrets.open(stamp, STAMP_PURPOSE)) as [unknown, unknown];
    return id === sourceId && typeof at === 'number' ? instant(at) : null;
  } catch {
    // Not sealed by us, or by a key that is gone: the form is shown again.
    return null;
  }
}

async function sameNumberToday(
  deps: IntakeDeps,
  orgId: Id,
  sourceId: Id,
  phone: string,
  now: Instant,
): Promise<number> {
  if (phone === '') return 0;
  const counted = await deps.database.inTx(
    systemActor(orgId, 'intake'),
    async (tx) => ok(await countSameNumber(tx, sourceId, phone, plus(now, -DAY))),
    'read',
  );
  return counted.ok ? counted.value : 0;
}

export function isForm(raw: unknown): raw is FormInput {
  return typeof raw === 'object' && raw !== null && 'consent' in raw && 'interests' in raw;
}

/** A form as the body of an enquiry: what is empty is not said. */
export function enquiryOfForm(input: FormInput): Record<string, unknown> {
  const given = (fields: Record<string, string>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  const campaign = input.utm['utm_campaign']?.slice(0, 120);
  return {
    person: given({ name: input.name, phone: input.phone, email: input.email }),
    ...(input.interests.length > 0 ? { interests: input.interests } : {}),
    ...given({ text: input.text }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(Object.keys(input.utm).length > 0 || input.page !== ''
      ? { utm: { ...input.utm, ...given({ page: input.page.slice(0, 200) }) } }
      : {}),
  };
}

/** `person.phone` → `phone`: the form's own names. */
function formField(field: string | null): string | null {
  if (field === null) return null;
  const [first = '', second] = field.split('.');
  return first === 'person' ? (second ?? 'phone') : first;
}
