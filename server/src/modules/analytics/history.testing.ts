import assert from 'node:assert/strict';
import { STATUS_CODES, type Role, type StatusCode } from '@anbu/contract';
import type { Client } from 'pg';
import { formatInstant, HOUR, instant, MINUTE, plus, type Instant } from '../../kernel/instant.ts';
import { newId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import type { TestApp } from '../../testing/app.ts';
import { importEnquiries, recordCall, sitePractice, type EnquiryImport } from '../enquiries/index.ts';
import { keepDay } from './oracle.testing.ts';

const ACTS_A_SESSION = 9;
const WORKERS = ['manager', 'consultant', 'desk', 'agent'] as const satisfies readonly Role[];
const LIKELY = [
  'CALLBACK',
  'LATER',
  'CONSULTING',
  'HOLD',
  'HOLD',
  'BOOKED',
  'BOOKED',
  'CANCELLED',
  'NO_SHOW',
  'VISITED',
  'VISITED',
  'INVALID',
  'DECLINED',
] as const;

export function siteTime(day: string, time: string): Instant {
  return instant(Date.parse(`${day}T${time}:00+09:00`));
}

/**
 * Days of a practice at random, made through the services: arrivals, imports, calls and acts of all kinds. The same seed gives the same acts. `on`: where, once
 * it stands.
 */
export function aHistory(on: () => { readonly app: TestApp; readonly owner: Client }, seed: number) {
  /** Mulberry32: the same acts for the same seed. */
  let state = seed;
  function random(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;

  const ids: string[] = [];
  const days: string[] = [];
  const done = new Map<string, number>();
  let now: Instant;
  const ago = (milliseconds: number) => formatInstant(plus(now, -Math.round(milliseconds)));

  async function anArrival(): Promise<void> {
    const answer = await on().app.request(pick(WORKERS), 'POST', '/enquiries', {
      person: { name: `사람${ids.length}`, phone: `010-6${String(100 + ids.length)}-1234` },
      sourceChannel: pick(['phone', 'internet', 'referral', 'sign']),
      interests: pick([[], ['implant'], ['implant', 'scaling'], ['orthodontics']]),
      ...(random() < 0.4 ? { campaign: pick(['가을', '봄, 여름']) } : {}),
      ...(random() < 0.3 ? { receivedAt: ago(random() * 40 * HOUR) } : {}),
    });
    assert.equal(answer.status, 201, answer.text);
    ids.push(answer.body.id as string);
    // A call that was the inflow itself.
    if (random() < 0.1) {
      const at = answer.body.receivedAt as string;
      await on().app.act('desk', answer.body.id as string, 'calls', { outcome: 'CONNECTED', direction: 'inbound', at });
    }
  }

  async function anImport(): Promise<void> {
    const person = await on().app.request('manager', 'POST', '/people', {
      name: '옛고객',
      phone: `010-8${String(100 + ids.length)}-4321`,
    });
    assert.equal(person.status, 201, person.text);
    const status = pick(['NEW', 'NO_ANSWER_2', 'BOOKED', 'VISITED', 'HOLD', 'UNREACHED', 'DECLINED'] as const);
    const input: EnquiryImport = {
      ...{
        personId: person.body.id as string,
        siteId: on().app.org.siteId,
        receivedAt: siteTime(pick(['2026-08-11', '2026-09-10', '2026-10-13']), '11:00'),
      },
      ...{
        status,
        label: null,
        sourceChannel: 'internet',
        campaign: null,
        interests: ['implant'],
        text: null,
        likelihood: null,
      },
      ownerId: status === 'NEW' ? null : pick([null, on().app.users.consultant]),
      ...{
        holdReasons: [],
        recontactOn: null,
        invalidKind: null,
        bookingOn: null,
        bookingMinute: null,
        visitOn: null,
        visitMinute: null,
      },
      ...{ origin: {}, earlier: random() < 0.5 ? [{ status: 'CONSULTING' as const, label: null, origin: {} }] : [] },
    };
    const made = must(
      await on().app.db.inTx(on().app.org.actor('admin'), async (tx) => {
        const places = new Map([
          [
            on().app.org.siteId,
            { site: await sitePractice(tx, on().app.org.siteId), teamId: on().app.org.intakeTeamId },
          ],
        ]);
        return ok(await importEnquiries(tx, [input], places, newId()));
      }),
    );
    if (made[0]?.kind === 'created') ids.push(made[0].id);
  }

  function transitionTo(to: StatusCode): Record<string, unknown> {
    return {
      ...{
        to,
        reasonText: '시험',
        likelihood: pick(['H', 'M', 'L']),
        holdReasons: ['COST'],
        recontactOn: ago(-5 * 24 * HOUR).slice(0, 10),
      },
      ...{
        promiseAt: random() < 0.3 ? null : ago(-(1 + below(30)) * HOUR),
        promiseBy: pick(['us', 'customer']),
        invalidKind: 'fake',
      },
      ...{ cancelledBy: 'patient', evidence: { kind: 'call', text: '말씀하심' } },
      appointment: { startsAt: ago(-(1 + below(200)) * HOUR), durationMinutes: 30, serviceCode: 'implant' },
      ...(to === 'DECLINED' ? { reasonCode: 'COST' } : {}),
      ...(to === 'VISITED' ? { visit: { at: ago(random() * 3 * HOUR) } } : {}),
    };
  }

  async function anAct(): Promise<void> {
    const id = pick(ids);
    const role = pick(WORKERS);
    const dice = random();
    const at = random() < 0.2 ? { at: ago(random() * 30 * HOUR) } : {};
    const [what, body]: [string, object] =
      dice < 0.3
        ? ['calls', { outcome: pick(['NO_ANSWER', 'BUSY', 'VOICEMAIL', 'THIRD_PARTY', 'WRONG_NUMBER']), ...at }]
        : dice < 0.5
          ? [
              'calls',
              {
                outcome: 'CONNECTED',
                direction: pick(['outbound', 'outbound', 'inbound']),
                ...at,
                then: transitionTo(pick(LIKELY)),
              },
            ]
          : dice < 0.7
            ? ['transitions', transitionTo(random() < 0.9 ? pick(LIKELY) : pick(STATUS_CODES))]
            : dice < 0.78
              ? ['assign', { ownerId: on().app.users[pick(WORKERS)] }]
              : dice < 0.82
                ? [pick(['claim', 'release']), {}]
                : dice < 0.85
                  ? ['PATCH next-action', { dueAt: ago(-below(60) * HOUR), reasonText: '부탁' }]
                  : dice < 0.88
                    ? [
                        'edit',
                        {
                          campaign: pick(['가을', null]),
                          interests: pick([['cavity'], []]),
                          sourceChannel: pick(['sms', 'phone']),
                        },
                      ]
                    : ['undo', { reasonText: '정정' }];
    const by = what === 'undo' && random() < 0.6 ? 'manager' : role;
    const answer = what === 'edit' ? await edit(by, id, body) : await on().app.act(by, id, what, body);
    assert.ok(answer.status < 500, `${what}: ${answer.text}`);
    const name = `${what} ${answer.status}`;
    done.set(name, (done.get(name) ?? 0) + 1);
  }

  async function edit(by: Role, id: string, body: object) {
    const { rows } = await on().owner.query<{ version: number }>(
      'select version from enquiries.enquiry where id = $1',
      [id],
    );
    return on().app.request(by, 'PATCH', `/enquiries/${id}`, { ...body, version: rows[0]?.version });
  }

  /** A call that the program itself made is no attempt of a person. */
  async function aCallOfTheProgram(): Promise<void> {
    await on().app.db.inTx(on().app.org.system, (tx) =>
      recordCall(tx, pick(ids), { outcome: pick(['NO_ANSWER', 'CONNECTED']), direction: 'outbound' }),
    );
  }

  async function live(day: string): Promise<void> {
    for (const time of ['09:40', '13:20', '17:45']) {
      now = siteTime(day, time);
      await on().app.setClock(now);
      for (let index = 0; index < 3; index += 1) await anArrival();
      if (random() < 0.4) await anImport();
      if (random() < 0.4) await aCallOfTheProgram();
      for (let index = 0; index < ACTS_A_SESSION; index += 1) {
        await anAct();
        if (index % 3 === 0) {
          now = plus(now, Math.round(random() * 25) * MINUTE);
          await on().app.setClock(now);
        }
      }
    }
    await on().app.setClock(plus(siteTime(day, '23:59'), 59_000));
    await keepDay(on().owner, on().app.org.id, day);
    days.push(day);
  }

  return { ids, days, done, live, anArrival, anImport };
}
