import type { Id } from '../../../kernel/ids.ts';
import { must } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { withClient } from '../../../platform/embedded-postgres/roles.ts';
import type { TestApp } from '../../../testing/app.ts';
import { receive, type Incoming, type Received } from '../index.ts';

export const WAY = '0199aa10-5c00-7000-8000-0000000000aa' as Id;

async function post(app: TestApp, path: string, body: object): Promise<Id> {
  const made = await app.request('admin', 'POST', path, body);
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as Id;
}

/** A sender, and a way out that nobody serves. */
export async function aWayOut(app: TestApp, more: Record<string, unknown> = {}): Promise<Id> {
  await post(app, '/senders', {
    ...{ channel: 'sms', value: '0215881234', name: '대표번호', registeredOn: '2026-01-02', expiresOn: '2099-12-31' },
  });
  return post(app, '/channels', {
    ...{ kind: 'smpp', name: '센터', channels: ['sms'], sender: '0215881234', ratePerSecond: 50, window: 5 },
    ...{ settings: { host: '127.0.0.1', port: 9, systemId: 'anbu' }, secrets: { password: 'Pa55w0rd' } },
    ...more,
  });
}

export function aPerson(app: TestApp, person: { name: string; phone: string }): Promise<Id> {
  return post(app, '/people', person);
}

/** A text message of a number, as a gateway gives it. */
export async function hear(
  app: TestApp,
  from: string | null,
  text: string,
  more: Partial<Incoming> = {},
): Promise<Received> {
  const incoming: Incoming = {
    ...{ wayId: WAY, channel: 'sms', from, to: '0215881234', text, externalId: `${from} ${text}`, raw: { text } },
    ...more,
  };
  return must(await app.db.inTxAgain(systemActor(app.org.id, 'sms'), (tx) => receive(tx, incoming)));
}

/** A message that has left to a person. */
export async function aSent(app: TestApp, personId: Id, text: string, enquiryId?: Id): Promise<Id> {
  const wish = { personId, channel: 'sms', text, sendAt: '2100-01-04T03:00:00Z', ...(enquiryId ? { enquiryId } : {}) };
  const made = await app.request('admin', 'POST', '/messages', wish);
  if (made.status !== 201) throw new Error(made.text);
  const id = made.body.id as Id;
  await withClient(app.ownerUrl, async (client) => {
    await client.query('delete from channels.send_queue where id = $1', [id]);
    await client.query(
      `update channels.message set state = 'sent', handed_at = platform.clock_now(), sent_at = platform.clock_now() where id = $1`,
      [id],
    );
  });
  return id;
}

/** An enquiry of a person, as it is now. */
export async function anEnquiry(app: TestApp, phone: string, name = '김안부'): Promise<{ id: Id; personId: Id }> {
  const made = await app.request('consultant', 'POST', '/enquiries', {
    person: { name, phone },
    sourceChannel: 'phone',
    interests: ['implant'],
    ownerId: app.users.consultant,
  });
  if (made.status !== 201) throw new Error(made.text);
  return { id: made.body.id as Id, personId: made.body.personId as Id };
}

export async function aBooked(app: TestApp, phone: string, name?: string): Promise<{ id: Id; personId: Id }> {
  const enquiry = await anEnquiry(app, phone, name);
  const appointment = { startsAt: '2026-12-01T02:00:00Z', durationMinutes: 30, serviceCode: 'implant' };
  const moved = await app.act('consultant', enquiry.id, 'transitions', { to: 'BOOKED', appointment });
  if (moved.status >= 300) throw new Error(moved.text);
  return enquiry;
}
