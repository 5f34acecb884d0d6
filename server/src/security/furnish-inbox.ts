import type { Id } from '../kernel/ids.ts';
import { must } from '../kernel/outcome.ts';
import { systemActor } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';
import { receive } from '../modules/inbox/index.ts';

/** A received message of a person, with a page; somebody looks at it. */
export async function furnishInbox(
  app: TestApp,
  orgId: Id,
  personId: Id,
  words: { readonly text: string; readonly email: string },
): Promise<{ readonly message: Id; readonly file: Id }> {
  const content = Buffer.from(`%PDF-1.4 ${words.text}`);
  const files = [{ name: 'page.pdf', mediaType: 'application/pdf', content }];
  const incoming = {
    ...({
      wayId: personId,
      channel: 'email',
      from: words.email,
      fromName: words.text,
      to: null,
      subject: words.text,
    } as const),
    ...{ text: words.text, externalId: words.email, raw: { text: words.text }, files },
  };
  const { id } = must(await app.db.inTx(systemActor(orgId, 'mail'), (tx) => receive(tx, incoming)));
  const file = await withClient(app.ownerUrl, async (client) => {
    await client.query(
      `insert into inbox.viewer (org_id, message_id, user_id, since, seen_at)
       select $1, $2, id, now(), now() from identity.member where org_id = $1 limit 1`,
      [orgId, id],
    );
    await client.query(
      `insert into inbox.part (org_id, way_id, from_address, reference, total, no, body, heard, heard_at)
       values ($1, $2, $3, 1, 2, 1, $4, '{}', now())`,
      [orgId, personId, words.email, words.text],
    );
    const { rows } = await client.query<{ id: Id }>('select file_id as id from inbox.file where message_id = $1', [id]);
    return rows[0]?.id ?? id;
  });
  return { message: id, file };
}
