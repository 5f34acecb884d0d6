import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';

type Post = (path: string, body: unknown) => Promise<{ readonly id: string }>;

/** A mailbox that nobody reads, a mail that could not be taken, and what came back of a message. */
export async function furnishMail(
  app: TestApp,
  orgId: string,
  of: { readonly name: string; readonly text: string; readonly email: string; readonly message: string },
  post: Post,
): Promise<{ mailbox: string; receivedMail: string }> {
  const mailbox = await post('/mailboxes', {
    ...{ kind: 'imap', name: of.name, address: of.email, host: 'imap.clinic.example', username: of.name },
    ...{ password: 'hidden', active: false },
  });
  const receivedMail = await withClient(app.ownerUrl, async (client) => {
    const past = `timestamptz '2020-01-02T03:00:00Z'`;
    const { rows } = await client.query<{ id: string }>(
      `insert into mail.received (org_id, id, mailbox_id, fingerprint, received_at, size_bytes, recipient, state, result, next_at, settled_at)
       values ($1, gen_random_uuid(), $2, repeat('a', 64), ${past}, 3, $3, 'failed', 'unreadable', ${past}, ${past}) returning id`,
      [orgId, mailbox.id, of.email],
    );
    const id = rows[0]?.id ?? '';
    const raw = Buffer.from(`From: ${of.email}\r\n\r\n${of.text}`);
    await client.query(`insert into mail.original (org_id, received_id, raw) values ($1, $2, $3)`, [orgId, id, raw]);
    await client.query(
      `insert into mail.bounce (org_id, message_id, address, action, status, verdict, diagnostic, heard_at)
       values ($1, $2, $3, 'failed', '5.1.1', 'dead', $4, ${past})`,
      [orgId, of.message, of.email, of.text],
    );
    return id;
  });
  return { mailbox: mailbox.id, receivedMail };
}
