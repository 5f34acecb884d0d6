/** R9: the release before this one serves and works while the migrations of this one run, after them, and beside it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { outcomeOf, PROGRAM } from '../commands/run.testing.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { startFleet, type Fleet, type Member } from './fleet.testing.ts';
import { newMigrations, PREVIOUS, previousRelease } from './previous.testing.ts';

const LANES = 4;
/** A migration gives up a lock that it does not get after 3 s, so that those behind it pass: nobody waits longer than that and its own work. */
const LONGEST = 8_000;
const COPIES = 20_000;

const previous = await previousRelease();
let fleet: Fleet | null = null;
after(async () => {
  await fleet?.stop();
  if (typeof previous !== 'string') await previous.remove();
});

type Answer = { readonly what: string; readonly status: number; readonly took: number; readonly text: string };
type Enquiry = { id: string; version: number; person: { id: string } };

/** What people and other programs do all day, over and over; all answers. */
class Crowd {
  readonly answers: Answer[] = [];
  readonly kept = new Set<string>();
  readonly #keys: readonly string[];
  #sent = 0;

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  async #ask(url: string, key: string, what: string, body?: object): Promise<unknown> {
    const [method = '', path = ''] = what.split(' ');
    const began = performance.now();
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    this.answers.push({ what, status: answer.status, took: performance.now() - began, text });
    return answer.ok ? JSON.parse(text) : null;
  }

  async #round(url: string, key: string): Promise<void> {
    const ask = (what: string, body?: object) => this.#ask(url, key, what, body);
    this.#sent += 1;
    const phone = `010-7${String(Math.floor(this.#sent / 10_000)).padStart(3, '0')}-${String(this.#sent % 10_000).padStart(4, '0')}`;
    const person = { name: `문의 ${this.#sent}`, phone };
    const made = (await ask('POST /enquiries', { person, sourceChannel: 'phone', text: 'R9' })) as Enquiry | null;
    if (!made) return;
    this.kept.add(made.id);
    await ask('GET /enquiries?limit=20');
    const { id, version } = ((await ask(`GET /enquiries/${made.id}`)) as Enquiry | null) ?? made;
    await ask(`POST /enquiries/${id}/calls`, { outcome: 'NO_ANSWER', version });
    await ask(`POST /people/${made.person.id}/memos`, { text: 'R9' });
    await ask(`GET /people/${made.person.id}`);
    await ask(`GET /people/${made.person.id}/timeline`);
    await ask('GET /today?owner=all&limit=20');
    await ask('GET /today/summary?owner=all');
    await ask('GET /people?q=7000');
  }

  /** Works until the work that is given is done; each lane by a key of its own, over all these. */
  async while<T>(serving: readonly Member[], work: () => Promise<T>): Promise<T> {
    let going = true;
    const lanes = this.#keys.map(async (key, lane) => {
      for (let turn = lane; going; turn += 1) await this.#round(serving[turn % serving.length]!.url, key);
    });
    try {
      return await work();
    } finally {
      going = false;
      await Promise.all(lanes);
    }
  }

  /** All that was answered since the last time: nothing failed, nobody waited longer than that. Gives how many and the slowest. */
  judge(): { answers: number; slowest: number } {
    const answers = this.answers.splice(0);
    const failed = answers.filter(({ status }) => status >= 400);
    assert.deepEqual(failed.slice(0, 2), [], `${failed.length} of ${answers.length} were refused`);
    const slowest = Math.max(...answers.map(({ took }) => took));
    assert.ok(slowest < LONGEST, `an answer took ${slowest} ms`);
    return { answers: answers.length, slowest };
  }
}

/** Rows enough that an index is not made in a moment: copies of one closed enquiry. */
async function fill(key: string, url: string, { superuserUrl }: Fleet, crowd: Crowd): Promise<void> {
  const [id] = crowd.kept;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const { version } = (await (await fetch(`${url}/api/v1/enquiries/${id}`, { headers })).json()) as Enquiry;
  const body = JSON.stringify({ to: 'DECLINED', reasonCode: 'COST', version });
  const closed = await fetch(`${url}/api/v1/enquiries/${id}/transitions`, { method: 'POST', headers, body });
  assert.equal(closed.status, 200, await closed.text());
  await withClient(superuserUrl.replace(/\/[^/]*$/, '/anbu'), (client) =>
    client.query(
      `insert into enquiries.enquiry
       select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* from enquiries.enquiry e, generate_series(1, $2) where e.id = $1`,
      [id, COPIES],
    ),
  );
}

test(
  'R9 the release before serves and works while the migrations run, goes on after them, and both serve side by side',
  { skip: typeof previous === 'string' && previous, timeout: 400_000 },
  async (t) => {
    assert.ok(typeof previous !== 'string');
    fleet = await startFleet({ program: previous.program });
    const old = await fleet.start('serve');
    await fleet.start('worker');
    const keys = await Promise.all(Array.from({ length: LANES }, () => fleet!.key()));
    const crowd = new Crowd(keys);
    await crowd.while([old], () => sleep(1_000));
    crowd.judge();
    await fill(keys[0]!, old.url, fleet, crowd);

    const applied = await crowd.while([old], async () => {
      await sleep(500);
      const child = fleet!.line.launch(['migrate', '--json'], {}, PROGRAM);
      child.stdin!.end();
      const { code, out, err } = await outcomeOf(child);
      assert.equal(code, 0, err);
      await sleep(1_000);
      return (JSON.parse(out) as { applied: string[] }).applied;
    });
    assert.deepEqual(
      applied,
      (await newMigrations()).map(({ id }) => id),
      `all after ${PREVIOUS.commit} and no other: previous-release.json says what it ended with`,
    );
    t.diagnostic(`while ${applied.length} migrations ran: ${JSON.stringify(crowd.judge())}`);

    await crowd.while([old], () => sleep(2_000));
    t.diagnostic(`the release before on the new tables: ${JSON.stringify(crowd.judge())}`);
    assert.equal((await fetch(`${old.url}/readyz`)).status, 200, 'it is ready as before');

    const young = await fleet.start('serve', { program: PROGRAM });
    await fleet.start('worker', { program: PROGRAM });
    await crowd.while([old, young], () => sleep(3_000));
    t.diagnostic(`both side by side: ${JSON.stringify(crowd.judge())}`);

    old.signal('SIGTERM');
    assert.equal((await old.ended).code, 0);
    await crowd.while([young], () => sleep(1_000));
    crowd.judge();
    await nothingLost(fleet, crowd.kept);
  },
);

/** Every enquiry that was acknowledged is there with its call, and what it told was told, by whichever release. */
async function nothingLost({ superuserUrl }: Fleet, kept: ReadonlySet<string>): Promise<void> {
  await withClient(superuserUrl.replace(/\/[^/]*$/, '/anbu'), async (client) => {
    const look = async () => {
      const { rows } = await client.query<Record<string, number>>(
        `select (select count(*)::int from enquiries.enquiry where id = any ($1)) as enquiries,
           (select count(distinct enquiry_id)::int from enquiries.call where enquiry_id = any ($1)) as called,
           (select count(*)::int from timeline.entry where kind = 'enquiry') as told,
           (select count(*)::int from platform.delivery where state = 'pending') as pending,
           (select count(*)::int from platform.delivery where state = 'dead') as dead`,
        [[...kept]],
      );
      return rows[0]!;
    };
    let found = await look();
    for (const end = performance.now() + 60_000; found['pending']! > 0 && performance.now() < end; await sleep(100))
      found = await look();
    assert.deepEqual(found, { enquiries: kept.size, called: kept.size, told: kept.size, pending: 0, dead: 0 });
  });
}
