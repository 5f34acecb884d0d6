import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';

type Post = (path: string, body: unknown) => Promise<{ readonly id: string }>;
const PAST = `timestamptz '2020-01-02T03:00:00Z'`;

/** One of everything of letters, short links and files for a person: a letter that came back, with the pages of its batch. */
export async function furnishLetters(
  app: TestApp,
  orgId: string,
  personId: string,
  siteId: string,
  words: { readonly text: string; readonly name: string },
  post: Post,
): Promise<{ letterBatch: string; letterPrint: string }> {
  const way = await post('/channels', {
    kind: 'post',
    name: `${words.name} 우편`,
    channels: ['letter'],
    sender: words.name,
  });
  return withClient(app.ownerUrl, async (client) => {
    const id = async (text: string, parameters: readonly unknown[]) =>
      (await client.query<{ id: string }>(text, [...parameters])).rows[0]?.id ?? '';
    const file = await id(
      `insert into platform.file (org_id, id, name, media_type, made_at, size_bytes)
       values ($1, gen_random_uuid(), 'letters.pdf', 'application/pdf', ${PAST}, 1) returning id`,
      [orgId],
    );
    await client.query(`insert into platform.file_piece (org_id, file_id, no, content) values ($1, $2, 0, '\\x00')`, [
      orgId,
      file,
    ]);
    await client.query(
      `insert into people.person_address (org_id, person_id, country, lines, changed_at) values ($1, $2, 'KR', array[$3], ${PAST})`,
      [orgId, personId, words.text],
    );
    const message = await id(
      `insert into channels.message (org_id, id, person_id, channel, purpose, health, state, to_address, body, language, transport_id, made_at, send_at,
         handed_at, sent_at, settled_at, why)
       values ($1, gen_random_uuid(), $2, 'letter', 'service', false, 'failed', $3, $3, 'ko', $4, ${PAST}, ${PAST}, ${PAST}, ${PAST}, ${PAST}, 'returned_moved')
       returning id`,
      [orgId, personId, words.text, way.id],
    );
    const batch = await id(
      `insert into channels.letter_batch (org_id, id, no, transport_id, state, letters, made_at, printed_at, posted_at)
       values ($1, gen_random_uuid(), 1, $2, 'posted', 1, ${PAST}, ${PAST}, ${PAST}) returning id`,
      [orgId, way.id],
    );
    await client.query(
      `insert into channels.letter (org_id, batch_id, seq, message_id, number, person_id, site_id, address, state, pages, returned_why, returned_at)
       values ($1, $2, 1, $3, '0000100014', $4, $5, array[$6], 'returned', 1, 'moved', ${PAST})`,
      [orgId, batch, message, personId, siteId, words.text],
    );
    const print = await id(
      `insert into channels.letter_print (org_id, id, batch_id, from_seq, to_seq, made_at, file_id, pages)
       values ($1, gen_random_uuid(), $2, 1, 1, ${PAST}, $3, 1) returning id`,
      [orgId, batch, file],
    );
    await client.query(
      `insert into channels.letter_layout (org_id, site_id, left_mm, top_mm, width_mm, height_mm, return_line, sender_lines, fold_marks, machine_marks)
       values ($1, $2, 20, 45, 90, 45, $3, array[$3], true, true)`,
      [orgId, siteId, words.text],
    );
    await client.query(
      `insert into channels.link_setting (org_id, hosts, tracks, days, changed_at) values ($1, array['booking.example.com'], false, 30, ${PAST})`,
      [orgId],
    );
    const token = orgId.replaceAll('-', '').slice(-12);
    await client.query(
      `insert into channels.link (org_id, token, message_id, target, expires_at) values ($1, $2, $3, 'https://booking.example.com/', ${PAST})`,
      [orgId, token, message],
    );
    await client.query(`insert into channels.link_address (token, org_id) values ($1, $2)`, [token, orgId]);
    return { letterBatch: batch, letterPrint: print };
  });
}
