import type { Language, MessageState, Occasion, SentChannel, VariableValues } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { evidenceOf } from '../../consents/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { countedOf } from '../rules/cost.ts';
import { measure, unsendable } from '../rules/measure.ts';
import { checkValues, fill, versionToSend } from '../rules/template.ts';
import { insertFiles, type MessageFile } from '../store/file-store.ts';
import { claimKeys, insertMessages } from '../store/message-store.ts';
import { insertQueued, insertVerdicts } from '../store/queue-store.ts';
import { findTemplate, listCurrentVersions } from '../store/template-store.ts';
import { listWaysOut } from '../store/transport-store.ts';
import { OF_NO_PERSON } from '../vocabulary.ts';
import { refusedSender, senderOf } from './senders.ts';
import { siteToday } from './templates.ts';

export type ToMember = {
  /** As her colleagues call her. */
  readonly name: string;
  readonly language: Language;
  readonly channel: SentChannel;
  readonly to: string;
  readonly templateId: Id;
  readonly values: VariableValues;
  readonly usefulUntil: Instant;
  readonly dedupeKey: string;
  readonly occasion: Occasion;
  /** Of an e-mail. */
  readonly files: readonly MessageFile[];
};

/**
 * A message to a colleague, by a template. She is no customer: of the gate only the sender is asked, nothing goes to anybody's archive. The same key
 * again is told of the first one. Refuses 404 template; channels.template_off, template_unapproved, language_missing, no_way_out { channel } 409; by field what `checkValues`
 * refuses, and `text` what `unsendable` says.
 */
export async function sendToMember(
  tx: Tx,
  told: ToMember,
): Promise<Outcome<{ readonly id: Id; readonly state: MessageState; readonly why: string | null }>> {
  const { channel, to, language, templateId, values, usefulUntil, dedupeKey, name, occasion, files } = told;
  const template = await findTemplate(tx, templateId);
  if (!template) return notFound('template');
  if (!template.active) return refuse('channels.template_off', {}, 409);
  const today = await siteToday(tx);
  const version = versionToSend(await listCurrentVersions(tx, [templateId], today), today);
  if (!version) return refuse('channels.template_unapproved', {}, 409);
  const said = ([language, 'ko', 'en', 'zh'] as const).find((one) => version.bodies[one]);
  const body = said && version.bodies[said];
  if (!body) return refuse('channels.language_missing', {}, 409);
  const errors = checkValues(version.variables, values);
  if (errors.length > 0) return refuseFields(errors);
  const way = (await listWaysOut(tx)).get(channel);
  if (!way) return refuse('channels.no_way_out', { channel }, 409);
  const id = newId();
  const first = (await claimKeys(tx, [{ key: dedupeKey, messageId: id }])).get(dedupeKey);
  if (first !== undefined && first !== id) return ok({ id: first, state: 'queued', why: null });
  const { name: clinicName } = await defaultSite(tx);
  const filled = fill(body, said, version.variables, values, { personName: name, clinicName }, today);
  const measured = channel === 'sms' ? measure(filled.text) : null;
  const fault = measured && unsendable(way.kind, measured);
  if (fault) return refuseAt('text', fault.code, fault.params);
  const refused = await refusedSender(tx, { channel, to }, await senderOf(tx, channel, way.sender));
  const state = refused ? 'refused' : 'queued';
  const why = refused?.code ?? null;
  await insertMessages(tx, [
    {
      ...OF_NO_PERSON,
      id,
      channel,
      purpose: 'service',
      health: false,
      state,
      why,
      toAddress: to,
      subject: filled.subject,
      body: filled.text,
      language: said,
      templateId,
      templateNo: version.no,
      values,
      occasion,
      usefulUntil,
      ...countedOf(way.prices, channel, { measured }),
      transportId: way.id,
      madeBy: null,
      madeAt: tx.now,
      sendAt: tx.now,
      settledAt: refused ? tx.now : null,
    },
  ]);
  await insertFiles(tx, id, files);
  if (refused) {
    await insertVerdicts(tx, [{ id: newId(), messageId: id, at: tx.now, evidence: evidenceOf(refused, tx.now) }]);
  } else await insertQueued(tx, [{ id, lane: way.id, nextAt: tx.now }]);
  return ok({ id, state, why });
}
