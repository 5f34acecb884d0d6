import type { ConsentsInput, ConsentSource } from '@anbu/contract';
import { calendarDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { knownPersons } from '../../people/index.ts';
import { consentsChanged } from '../events.ts';
import { confirmByOf, dutiesOf, settledBy, type Said } from '../rules/duties.ts';
import { zoneOf, type Recipient, type RuleBook } from '../rules/gate/index.ts';
import { insertConsents, type NewConsent } from '../store/consent-store.ts';
import { findEvidence } from '../store/evidence-store.ts';
import { insertDuties, settleReconfirmations } from '../store/duty-store.ts';
import { textExists } from '../store/setting-store.ts';
import { loadJudged, loadRules } from './recipients.ts';
import { holdPerson, holdPersons, refreshSums } from './refresh.ts';

export type Saying = {
  readonly entries: readonly Said[];
  readonly source: ConsentSource;
  readonly evidence: string | null;
  /** null = now: once the person is held. */
  readonly at: Instant | null;
  readonly textId: Id | null;
  readonly givenById: Id | null;
  readonly expiresOn: CalendarDay | null;
  readonly evidenceFileId?: Id | null;
};

/**
 * What somebody said, entered by staff. Refuses 404 and by field consents.at_future, consents.night_of_contact, consents.guardian_named,
 * consents.text_unknown, field.not_found (the guardian, the evidence).
 */
export async function recordConsents(tx: Tx, personId: Id, input: ConsentsInput): Promise<Outcome<null>> {
  const at = input.at === undefined ? null : parseInstant(input.at);
  if (at !== null && at > tx.now) return refuseAt('at', 'consents.at_future');
  const night = input.entries.findIndex((entry) => entry.night && entry.kind !== 'contact');
  if (night >= 0) return refuseAt(`entries.${night}.night`, 'consents.night_of_contact');
  const isGuardian = input.entries.some(({ kind }) => kind === 'guardian');
  if (isGuardian && input.givenById === undefined) return refuseAt('givenById', 'consents.guardian_named');
  if (input.givenById !== undefined) {
    const known = input.givenById !== personId && (await knownPersons(tx, [input.givenById])).size === 1;
    if (!known) return refuseAt('givenById', 'field.not_found');
  }
  if (input.textId !== undefined && !(await textExists(tx, input.textId)))
    return refuseAt('textId', 'consents.text_unknown');
  if (input.evidenceFileId !== undefined && (await findEvidence(tx, input.evidenceFileId))?.personId !== personId)
    return refuseAt('evidenceFileId', 'field.not_found');
  return sayFor(tx, personId, {
    evidenceFileId: input.evidenceFileId ?? null,
    entries: input.entries,
    source: input.source,
    evidence: input.evidence,
    at,
    textId: input.textId ?? null,
    givenById: input.givenById ?? null,
    expiresOn: input.expiresOn === undefined ? null : calendarDay(input.expiresOn),
  });
}

/** Appends it, keeps the sums, and notes what the law asks of us by when. Refuses 404. */
export async function sayFor(tx: Tx, personId: Id, saying: Saying): Promise<Outcome<null>> {
  const held = await holdPerson(tx, personId);
  if (!held.ok) return held;
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  const rows = rowsOf(tx, personId, saying, recipient, await loadRules(tx));
  await insertConsents(tx, rows);
  await settleReconfirmations(tx, personId, settledBy(rows));
  await insertDuties(tx, dutiesOf(rows, clockOf(recipient), tx.now));
  await refreshSums(tx, [personId]);
  consentsChanged(tx, personId, saying.source);
  tx.audit({
    action: 'consents.recorded',
    personIds: [personId],
    entity: 'person',
    entityId: personId,
    changes: Object.fromEntries(rows.map((row) => [codeOf(row), [null, row.state] as const])),
  });
  return ok(null);
}

/** Of another system, of many persons at once. What was said then owes nobody a result now. */
export async function importSayings(tx: Tx, sayings: ReadonlyMap<Id, readonly Saying[]>): Promise<void> {
  await importRows(
    tx,
    [...sayings].flatMap(([personId, own]) => own.map((saying) => ({ personId, saying }))),
  );
}

/** The same in the order of a list; gives the id of the first row of each. */
export async function importRows(
  tx: Tx,
  list: readonly { readonly personId: Id; readonly saying: Saying }[],
): Promise<Id[]> {
  const personIds = [...new Set(list.map(({ personId }) => personId))];
  if (personIds.length === 0) return [];
  await holdPersons(tx, personIds);
  const rules = await loadRules(tx);
  const known = await loadJudged(tx, personIds);
  const groups = list.map(({ personId, saying }) => rowsOf(tx, personId, saying, known.get(personId), rules));
  const rows = groups.flat();
  await insertConsents(tx, rows);
  await insertDuties(
    tx,
    rows.flatMap((row) => dutiesOf([row], clockOf(known.get(row.personId)), tx.now)),
  );
  await refreshSums(tx, personIds);
  for (const personId of personIds) consentsChanged(tx, personId, 'import');
  tx.audit({ action: 'consents.imported', personIds, changes: { rows: [null, rows.length] } });
  return groups.flatMap(([first]) => (first ? [first.id] : []));
}

function rowsOf(tx: Tx, personId: Id, saying: Saying, recipient: Recipient | undefined, rules: RuleBook): NewConsent[] {
  const at = saying.at ?? tx.now;
  return saying.entries.map((entry): NewConsent => {
    const { night, state, kind } = entry;
    const isGranted = state === 'granted';
    return {
      ...entry,
      night: kind === 'contact' && night,
      id: newId(),
      personId,
      at,
      source: saying.source,
      evidenceText: saying.evidence,
      evidenceFileId: saying.evidenceFileId ?? null,
      textId: saying.textId,
      givenById: saying.givenById,
      confirmBy: recipient ? confirmByOf(entry, at, recipient, rules) : null,
      expiresOn: isGranted ? saying.expiresOn : null,
    };
  });
}

/** Of who was merged into another nothing is to be confirmed: her clock is not asked. */
function clockOf(recipient: Recipient | undefined): string {
  return recipient ? zoneOf(recipient) : 'UTC';
}

/** As the audit names it. */
function codeOf({ kind, purpose, channel, night }: Said): string {
  return `${kind === 'contact' ? '' : `${kind}:`}${purpose}:${channel}${night ? ':night' : ''}`;
}
