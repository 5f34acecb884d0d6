import { withClient } from '../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../testing/app.ts';

/** One of everything of files, by the owner. */
export async function furnishLetters(app: TestApp, orgId: string): Promise<void> {
  await withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into platform.file (org_id, id, name, media_type, made_at, size_bytes)
       values ($1, gen_random_uuid(), 'letters.pdf', 'application/pdf', timestamptz '2020-01-02T03:00:00Z', 1) returning id`,
      [orgId],
    );
    await client.query(`insert into platform.file_piece (org_id, file_id, no, content) values ($1, $2, 0, '\\x00')`, [
      orgId,
      rows[0]?.id,
    ]);
  });
}
