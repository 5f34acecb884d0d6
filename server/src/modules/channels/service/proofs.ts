import type { Language, Message, PageSheet, Proof, SentChannel, TemplateProof, TemplateTest } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { loadRules } from '../../consents/index.ts';
import { countryOf, defaultSite } from '../../identity/index.ts';
import { layPages } from '../pages/index.ts';
import { costOf, countedOf } from '../rules/cost.ts';
import { measure, unsendable } from '../rules/measure.ts';
import { checkBody, fill, samplesOf, wordsIn } from '../rules/template.ts';
import { insertMessages } from '../store/message-store.ts';
import { insertQueued } from '../store/queue-store.ts';
import { findTemplate, listVersions } from '../store/template-store.ts';
import { listWaysOut } from '../store/transport-store.ts';
import { OF_NO_PERSON } from '../vocabulary.ts';
import { faxHeadOf, faxPaperOf } from './fax.ts';
import { sampleLook, type LookDeps } from './letters/look.ts';
import { samplePage, withSampleLinks, type LinkPlace } from './links.ts';
import { proofOf } from './draft.ts';
import { message } from './messages.ts';
import { wordingFault } from './wording.ts';

/** What stands in an editor as it would arrive, with what the law says of its words; stores nothing. Refuses by field what `checkBody` refuses. */
export async function proofTemplate(
  tx: Tx,
  deps: LinkPlace & LookDeps,
  input: TemplateProof,
): Promise<Outcome<z.input<typeof Proof>>> {
  const { channel, purpose, language, body, variables } = input;
  const errors = checkBody('body.text', body, variables);
  if (errors.length > 0) return refuseFields(errors);
  const site = await defaultSite(tx);
  const own = { personName: SAMPLE_NAMES[language], clinicName: site.name, preferences: samplePage(deps, channel) };
  const values = withSampleLinks(deps, variables, { ...samplesOf(variables), ...input.values });
  const filled = fill(body, language, variables, values, own);
  const fault = wordingFault(await loadRules(tx), countryOf(site), { channel, purpose, ...filled }, tx.now);
  const way = (await listWaysOut(tx)).get(channel);
  const measured = channel === 'sms' ? measure(filled.text) : null;
  const unfit = way && measured && unsendable(way.kind, measured);
  const sheets = await sheetsOf(tx, { channel, health: false, language, ...filled }, way?.sender ?? '', null);
  const letter = { language, subject: filled.subject, body: filled.text };
  const pages = channel === 'letter' ? await sampleLook(tx, deps, letter, own.personName) : null;
  const cost = costOf(way?.prices ?? null, channel, measured, sheets?.length);
  const proof = proofOf({ channel, ...filled, language, to: null, cost, sheets, pages });
  const faults = [
    ...(fault
      ? [{ code: fault.code, params: { ...fault.params, words: wordsOf(fault.params['words']) }, text: '' }]
      : []),
    ...(unfit ? [{ ...unfit, text: '' }] : []),
    ...(way ? [] : [{ code: 'channels.no_way_out', params: { channel }, text: '' }]),
  ];
  return ok({ ...proof, faults });
}

/** A fax on paper, to nobody yet. */
async function sheetsOf(
  tx: Tx,
  words: { channel: SentChannel; health: boolean; language: Language; subject: string | null; text: string },
  sender: string,
  to: string | null,
): Promise<readonly PageSheet[] | null> {
  if (words.channel !== 'fax') return null;
  const personName = SAMPLE_NAMES[words.language];
  return layPages(faxPaperOf({ ...words, to, personName }, await faxHeadOf(tx, sender), tx.now));
}

const SAMPLE_NAMES = { ko: '김안부', en: 'Anna Kim', zh: '金安' } as const;

function wordsOf(words: unknown): string {
  return Array.isArray(words) ? words.join(', ') : typeof words === 'string' ? words : '';
}

/**
 * The latest version with its samples, to an address of one's own: no person is told, so no gate is passed. Refuses 404, channels.language_missing,
 * channels.no_way_out, by field `to` channels.address_unfit, `channel` channels.no_test_of_letters (an editor shows their pages) and what `unsendable` says.
 */
export async function testTemplate(
  tx: Tx,
  deps: LinkPlace,
  id: Id,
  { channel, language, to }: TemplateTest,
): Promise<Outcome<z.input<typeof Message>>> {
  const template = await findTemplate(tx, id);
  const [version] = template ? await listVersions(tx, id, 1) : [];
  if (!template || !version) return notFound('template');
  const body = version.bodies[language];
  if (!body) return refuse('channels.language_missing', {}, 409);
  if (channel === 'letter') return refuseAt('channel', 'channels.no_test_of_letters');
  const fits = channel === 'email' ? /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,189}$/.test(to) : /^\+[1-9]\d{6,14}$/.test(to);
  if (!fits) return refuseAt('to', 'channels.address_unfit');
  const way = (await listWaysOut(tx)).get(channel);
  if (!way) return refuse('channels.no_way_out', { channel }, 409);
  const site = await defaultSite(tx);
  const values = withSampleLinks(deps, version.variables, samplesOf(version.variables));
  const own = { personName: SAMPLE_NAMES[language], clinicName: site.name, preferences: samplePage(deps, channel) };
  const filled = fill(body, language, version.variables, values, own);
  const measured = channel === 'sms' ? measure(filled.text) : null;
  const unfit = measured && unsendable(way.kind, measured);
  if (unfit) return refuseAt('channel', unfit.code, unfit.params);
  const { purpose, health } = template;
  const sheets = await sheetsOf(tx, { channel, health, language, ...filled }, way.sender, to);
  const messageId = newId();
  await insertMessages(tx, [
    {
      ...OF_NO_PERSON,
      id: messageId,
      channel,
      purpose,
      health,
      state: 'queued',
      why: null,
      toAddress: to,
      subject: filled.subject,
      body: filled.text,
      language,
      templateId: id,
      templateNo: version.no,
      values: wordsIn(body, language, version.variables, values, own),
      occasion: null,
      usefulUntil: null,
      ...countedOf(way.prices, channel, { measured, pages: sheets?.length ?? null }),
      transportId: way.id,
      madeBy: tx.actor.userId,
      madeAt: tx.now,
      sendAt: tx.now,
      settledAt: null,
    },
  ]);
  await insertQueued(tx, [{ id: messageId, lane: way.id, nextAt: tx.now }]);
  tx.audit({ action: 'channels.template_tested', entity: 'template', entityId: id });
  return message(tx, messageId);
}
