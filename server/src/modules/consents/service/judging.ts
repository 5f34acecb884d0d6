import { MESSAGE_CHANNELS, PURPOSES, type GateAnswer, type GateQuestion, type WhyTable } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, parseInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { isTimeZone } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { peopleRead } from '../../people/index.ts';
import { judge, messageOf, recipientOf, type Recipient, type Sender } from '../rules/gate/index.ts';
import { findSender } from '../store/setting-store.ts';
import { answerOf, readingOf } from './explain.ts';
import { loadJudged, loadRules } from './recipients.ts';

/** A dry run: what the gate would say. Changes nothing. Refuses by field identity.time_zone_unknown, field.not_found (sender); 404 for no such person. */
export async function answerQuestion(tx: Tx, question: GateQuestion): Promise<Outcome<GateAnswer>> {
  const at = instantOf(question.at, tx.now);
  const recipient = await recipientAsked(tx, question, at);
  if (!recipient.ok) return recipient;
  const sender = await senderAsked(tx, question.senderId);
  if (!sender.ok) return sender;
  const { channel, purpose, text = null, subject = null } = question;
  const message = messageOf({ channel, purpose, text, subject, sender: sender.value });
  return ok(answerOf(judge(message, recipient.value, await loadRules(tx), at), await readingOf(tx)));
}

async function recipientAsked(tx: Tx, { personId, recipient }: GateQuestion, at: Instant): Promise<Outcome<Recipient>> {
  if (recipient === undefined) return personAsked(tx, personId ?? '', at);
  const { jurisdiction, timeZone, consents, suppressed } = recipient;
  if (!isTimeZone(timeZone)) return refuseAt('recipient.timeZone', 'identity.time_zone_unknown');
  return ok(
    recipientOf({
      jurisdiction,
      timeZone,
      consents: consents.map((row) => ({
        ...row,
        id: null,
        kind: 'contact',
        expiresOn: null,
        at: instantOf(row.at, at),
      })),
      suppressions:
        suppressed === true
          ? [
              {
                id: null,
                address: null,
                purposes: null,
                channels: null,
                reason: 'request',
                at: 0 as Instant,
                until: null,
              },
            ]
          : [],
    }),
  );
}

async function personAsked(tx: Tx, personId: Id, at: Instant): Promise<Outcome<Recipient>> {
  const known = (await loadJudged(tx, [personId], { at, readers: true })).get(personId);
  if (!known) return notFound('person');
  peopleRead(tx, [personId]);
  return ok(known);
}

async function senderAsked(tx: Tx, id: Id | undefined): Promise<Outcome<Sender | null>> {
  if (id === undefined) return ok(null);
  const found = await findSender(tx, id);
  if (!found) return refuseAt('senderId', 'field.not_found');
  return ok({ registered: found.active && found.registeredOn !== null, expiresOn: found.expiresOn });
}

/** Why and why not: each purpose by each channel, of a person, at a moment. */
export async function whyTable(tx: Tx, personId: Id, moment: string | undefined): Promise<Outcome<WhyTable>> {
  const at = moment === undefined ? tx.now : instantOf(moment, tx.now);
  const recipient = await personAsked(tx, personId, at);
  if (!recipient.ok) return recipient;
  const rules = await loadRules(tx);
  const reading = await readingOf(tx);
  let timeZone = recipient.value.timeZone ?? 'UTC';
  const cells = PURPOSES.flatMap((purpose) =>
    MESSAGE_CHANNELS.map((channel) => {
      const verdict = judge(messageOf({ channel, purpose }), recipient.value, rules, at);
      timeZone = recipient.value.timeZone ?? verdict.zones[0] ?? timeZone;
      const { code, until = null, reason, remedy, rule = null, source = null, law = null } = answerOf(verdict, reading);
      return { purpose, channel, verdict: verdict.verdict, code, until, reason, remedy, rule, source, law };
    }),
  );
  return ok({ at: formatInstant(at), timeZone, cells });
}

/** The contract has checked that it is one. */
function instantOf(text: string, otherwise: Instant): Instant {
  return parseInstant(text) ?? otherwise;
}
