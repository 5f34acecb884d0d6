import { newId } from '../kernel/ids.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';

type Post = (path: string, body: unknown) => Promise<{ readonly id: string }>;

/** One of everything of channels for a person: what can be made through the API is, the rest by the owner. Nothing of it is due. */
export async function furnishChannels(
  app: TestApp,
  orgId: string,
  personId: string,
  words: { readonly text: string; readonly name: string },
  post: Post,
): Promise<{ transport: string; template: string; message: string; unknownMessage: string; faxMessage: string }> {
  await post('/senders', { channel: 'sms', value: '0212345678', name: words.name, registeredOn: '2020-01-02' });
  const transport = await post('/channels', {
    kind: 'kannel',
    name: words.name,
    channels: ['sms'],
    sender: '0212345678',
    settings: { url: 'https://gateway.example/sendsms', user: 'anbu' },
    secrets: { password: 'hidden' },
  });
  const template = await post('/templates', {
    name: words.name,
    purpose: 'service',
    channels: ['sms'],
    bodies: { ko: { text: words.text } },
  });
  await post(`/templates/${template.id}/versions/1/approve`, {});
  const sendAt = '2100-01-04T03:00:00Z';
  const wish = { personId, channel: 'sms', text: words.text, sendAt };
  const message = await post('/messages', { ...wish, dedupeKey: words.name });
  const unknown = await post('/messages', wish);
  const faxMessage = newId();
  await withClient(app.ownerUrl, async (client) => {
    const past = `timestamptz '2020-01-02T03:00:00Z'`;
    await client.query(`delete from channels.send_queue where id = $1`, [unknown.id]);
    await client.query(
      `update channels.message set state = 'unknown', why = 'no_answer', handed_at = ${past}, settled_at = ${past}, provider_id = 'p1' where id = $1`,
      [unknown.id],
    );
    await client.query(`insert into channels.task (org_id, message_id, opened_at) values ($1, $2, ${past})`, [
      orgId,
      unknown.id,
    ]);
    await client.query(
      `insert into channels.early_receipt (org_id, id, transport_id, provider_id, state, heard_at)
       values ($1, gen_random_uuid(), $2, 'early', 'delivered', ${past})`,
      [orgId, transport.id],
    );
    await client.query(
      `insert into channels.chat (org_id, transport_id, conversation, person_id, heard_at) values ($1, $2, 'c1', $3, ${past})`,
      [orgId, transport.id, personId],
    );
    await client.query(
      `insert into channels.provider_number (org_id, transport_id, provider_id, message_id) values ($1, $2, 'p1', $3)`,
      [orgId, transport.id, unknown.id],
    );
    await client.query(
      `insert into channels.batch (org_id, lane, id, message_ids, taken_at) values ($1, gen_random_uuid(), gen_random_uuid(), array[$2::uuid], ${past})`,
      [orgId, unknown.id],
    );
    await client.query(
      `insert into channels.hand_over (org_id, lane, id, message_ids, taken_at) values ($1, gen_random_uuid(), gen_random_uuid(), array[$2::uuid], ${past})`,
      [orgId, unknown.id],
    );
    await client.query(
      `insert into channels.message_file (org_id, message_id, position, name, content) values ($1, $2, 0, 'report.csv', '\\x31')`,
      [orgId, unknown.id],
    );
    await client.query(
      `insert into channels.message (org_id, id, person_id, channel, purpose, health, state, why, body, language, made_at, send_at, settled_at)
       values ($1, $4, $2, 'fax', 'service', false, 'refused', 'gate.no_address', $3, 'ko', ${past}, ${past}, ${past})`,
      [orgId, personId, words.text, faxMessage],
    );
    await client.query(
      `insert into channels.message_archive (org_id, id, person_id, channel, purpose, health, state, why, body, language, made_at, send_at, settled_at, at)
       values ($1, gen_random_uuid(), $2, 'sms', 'service', false, 'refused', 'gate.hours', $3, 'ko', ${past}, ${past}, ${past}, ${past})`,
      [orgId, personId, words.text],
    );
  });
  return {
    transport: transport.id,
    template: template.id,
    message: message.id,
    unknownMessage: unknown.id,
    faxMessage,
  };
}
