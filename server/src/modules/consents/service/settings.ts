import type {
  ConsentText,
  ConsentTextInput,
  GateRule,
  GateRuleInput,
  Sender,
  SenderInput,
  SenderPatch,
} from '@anbu/contract';
import { calendarDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { readRuleParams } from '../rules/rule-params.ts';
import { PRESET_RULES, type RuleRow } from '../rules/gate/index.ts';
import {
  findSender,
  insertRuleChange,
  insertSender,
  insertText,
  listRuleChanges,
  listSenders,
  listTexts,
  lockSender,
  updateSender,
  type RuleChangeRow,
  type SenderRow,
} from '../store/setting-store.ts';
import { lawOf } from './explain.ts';
import { namesOf } from './names.ts';

/** The rules with what holds today and who changed what, in the order of the presets. */
export async function gateRules(tx: Tx): Promise<GateRule[]> {
  const changes = await listRuleChanges(tx);
  const names = await namesOf(
    tx,
    changes.map(({ changedBy }) => changedBy),
  );
  const { timeZone } = await defaultSite(tx);
  const today = dayOf(timeZone, tx.now);
  return PRESET_RULES.map((rule) =>
    viewRule(
      rule,
      changes.filter(({ code }) => code === rule.code),
      names,
      today,
    ),
  );
}

function viewRule(
  rule: RuleRow,
  changes: readonly RuleChangeRow[],
  names: ReadonlyMap<Id, string>,
  today: CalendarDay,
): GateRule {
  const holds = changes.find(({ validFrom, validTo }) => validFrom <= today && (validTo === null || today <= validTo));
  return {
    code: rule.code,
    kind: rule.kind,
    jurisdiction: rule.jurisdiction,
    channels: [...rule.channels],
    purposes: [...rule.purposes],
    source: rule.source,
    law: lawOf(rule.code),
    standard: formOf(rule),
    current: formOf(holds ?? rule),
    revision: changes[0]?.revision ?? 0,
    changes: changes.map((change) => ({
      ...formOf(change),
      revision: change.revision,
      reason: change.reason,
      changedByName: names.get(change.changedBy ?? '') ?? null,
      changedAt: formatInstant(change.changedAt),
    })),
  };
}

function formOf({ active, params, validFrom, validTo }: Pick<RuleRow, 'active' | 'params' | 'validFrom' | 'validTo'>) {
  return { active, params: { ...params }, validFrom, validTo };
}

/**
 * The organisation's own form of a rule, from a day on. Refuses 404, by field consents.rule_param { field }, consents.days_backwards, and
 * request.stale { version } 409 where somebody changed it since.
 */
export async function changeRule(tx: Tx, code: string, input: GateRuleInput): Promise<Outcome<GateRule>> {
  const rule = PRESET_RULES.find((one) => one.code === code);
  if (!rule) return notFound('gate_rule');
  const params = readRuleParams(rule, input.params);
  if (!params.ok) return params;
  const [validFrom, validTo] = [
    calendarDay(input.validFrom),
    input.validTo === null ? null : calendarDay(input.validTo),
  ];
  if (validTo !== null && validTo < validFrom) return refuseAt('validTo', 'consents.days_backwards');
  const before = (await listRuleChanges(tx)).find((change) => change.code === code);
  const stale = refuse('request.stale', { version: before?.revision ?? 0 }, 409);
  if (input.revision !== (before?.revision ?? 0)) return stale;
  const { active, reason } = input;
  const revision = input.revision + 1;
  if (!(await insertRuleChange(tx, { code, revision, active, params: params.value, validFrom, validTo, reason })))
    return stale;
  tx.audit({
    action: 'consents.rule_changed',
    entity: 'gate_rule',
    changes: {
      code: [null, code],
      active: [before?.active ?? true, active],
      params: [before?.params ?? rule.params, params.value],
    },
    reason,
  });
  tx.emit({ type: 'consents.rules_changed', payload: { code, revision } });
  const changed = (await gateRules(tx)).find((one) => one.code === code);
  return changed ? ok(changed) : notFound('gate_rule');
}

/** Every version of every wording, the latest of each first. */
export async function consentTexts(tx: Tx): Promise<ConsentText[]> {
  const rows = await listTexts(tx);
  const names = await namesOf(
    tx,
    rows.map(({ madeBy }) => madeBy),
  );
  return rows.map(({ madeBy, madeAt, ...row }) => ({
    ...row,
    madeByName: names.get(madeBy ?? '') ?? null,
    madeAt: formatInstant(madeAt),
  }));
}

/** The next version of a wording; those before it stay as they were consented to. */
export async function addText(tx: Tx, input: ConsentTextInput): Promise<Outcome<ConsentText>> {
  const id = await insertText(tx, input);
  const { kind, purpose, language, reason } = input;
  tx.audit({
    action: 'consents.text_added',
    entity: 'consent_text',
    entityId: id,
    changes: { kind: [null, kind], purpose: [null, purpose], language: [null, language] },
    reason,
  });
  const text = (await consentTexts(tx)).find((one) => one.id === id);
  return text ? ok(text) : notFound('consent_text');
}

/** As whom the organisation writes and calls, by channel and value. */
export async function senders(tx: Tx): Promise<Sender[]> {
  return listSenders(tx);
}

/** Refuses 404. */
export async function getSender(tx: Tx, id: Id): Promise<Outcome<Sender>> {
  const row = await findSender(tx, id);
  return row ? ok(row) : notFound('sender');
}

/** Refuses by field consents.sender_known, consents.days_backwards. */
export async function addSender(tx: Tx, input: SenderInput): Promise<Outcome<Sender>> {
  const days = daysOf(input);
  if (!days.ok) return days;
  const id = newId();
  const { channel, value, name } = input;
  if (!(await insertSender(tx, { id, channel, value, name, ...days.value })))
    return refuseAt('value', 'consents.sender_known');
  tx.audit({ action: 'consents.sender_added', entity: 'sender', entityId: id, changes: { channel: [null, channel] } });
  return getSender(tx, id);
}

/** Refuses 404, request.stale { version } 409 and, by field, consents.days_backwards. */
export async function changeSender(tx: Tx, id: Id, { version, ...patch }: SenderPatch): Promise<Outcome<Sender>> {
  const before = await lockSender(tx, id);
  if (!before) return notFound('sender');
  if (version !== undefined && version !== before.version)
    return refuse('request.stale', { version: before.version }, 409);
  const days = daysOf({
    registeredOn: patch.registeredOn === undefined ? before.registeredOn : patch.registeredOn,
    expiresOn: patch.expiresOn === undefined ? before.expiresOn : patch.expiresOn,
  });
  if (!days.ok) return days;
  const after: SenderRow = {
    ...before,
    ...days.value,
    name: patch.name ?? before.name,
    active: patch.active ?? before.active,
  };
  await updateSender(tx, after);
  tx.audit({
    action: 'consents.sender_changed',
    entity: 'sender',
    entityId: id,
    changes: {
      registeredOn: [before.registeredOn, after.registeredOn],
      expiresOn: [before.expiresOn, after.expiresOn],
      active: [before.active, after.active],
    },
  });
  return getSender(tx, id);
}

function daysOf({
  registeredOn,
  expiresOn,
}: {
  readonly registeredOn: string | null;
  readonly expiresOn: string | null;
}) {
  if (expiresOn !== null && (registeredOn === null || expiresOn < registeredOn))
    return refuseAt('expiresOn', 'consents.days_backwards');
  return ok({
    registeredOn: registeredOn === null ? null : calendarDay(registeredOn),
    expiresOn: expiresOn === null ? null : calendarDay(expiresOn),
  });
}
