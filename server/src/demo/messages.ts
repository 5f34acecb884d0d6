import { MessageInput } from '@anbu/contract';
import type { Id } from '../kernel/ids.ts';
import { HOUR, MINUTE, plus, type Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { addPracticeWay, keepForPractice, sendMessage } from '../modules/channels/index.ts';
import type { Database } from '../platform/db/index.ts';
import type { Subscriber } from '../platform/outbox/index.ts';
import type { Clinic } from './clinic.ts';
import { random } from './random.ts';
import { listLatestPeople } from './store.ts';
import { tell } from './tell.ts';

/** To so many of the latest; more would only make the first start longer. */
const TOLD = 40;
export const SENDER = '02-000-7582';

/** What the desk says by hand, of the last two days: most arrives, one does not, and the gate keeps advertisements from who did not agree. */
const WORDS = [
  { purpose: 'service', text: '[안부치과] 문의 주셔서 감사합니다. 상담 선생님이 곧 전화드리겠습니다.' },
  { purpose: 'service', text: '[안부치과] 오시는 길: 안부역 3번 출구에서 걸어서 2분, 건물 뒤에 주차하실 수 있습니다.' },
  { purpose: 'service', text: '[안부치과] 오늘 통화가 되지 않았습니다. 편하신 시간을 답장으로 알려 주세요.' },
  {
    purpose: 'marketing',
    text: '(광고) 안부치과 02-000-7582\n정기 검진 시기를 안내드립니다.\n무료수신거부 080-000-7582',
  },
] as const;

/** The ways out for practice, by which what comes in is heard as well. */
export type PracticeWays = { readonly sms: Id; readonly email: Id };

/**
 * Ways out for practice, so that a newcomer sends what reaches nobody and sees what becomes of it, and some messages of the last days. What is told goes to
 * the archive at once: nothing waits in the outbox.
 */
export async function practiseMessages(
  db: Database,
  clinic: Clinic,
  {
    now,
    seed,
    subscribers,
  }: { readonly now: Instant; readonly seed: string; readonly subscribers: readonly Subscriber[] },
): Promise<PracticeWays> {
  const rnd = random(`${seed} messages`);
  return must(
    await db.inTx(clinic.system, async (opening) => {
      const tx = opening.as(clinic.system, now);
      const sms = await addPracticeWay(tx, { name: '문자 보관함', channels: ['sms', 'alimtalk'], sender: SENDER });
      const email = await addPracticeWay(tx, {
        name: '메일 보관함',
        channels: ['email'],
        sender: 'hello@demo.example',
      });
      const archive = subscribers.filter(({ name }) => name.startsWith('timeline'));
      for (const [no, { id, createdAt }] of (await listLatestPeople(tx, TOLD)).entries()) {
        const earliest = plus(createdAt, 3 * MINUTE);
        const then = Math.min(now, Math.max(earliest, plus(now, -(5 + rnd.int(42)) * HOUR))) as Instant;
        const desk = opening.as(rnd.pick([clinic.desk, ...clinic.consultants]), then);
        const wish = WORDS[no % WORDS.length] ?? WORDS[0];
        must(await sendMessage(desk, MessageInput.parse({ personId: id, channel: 'sms', language: 'ko', ...wish })));
        await keepForPractice(desk, sms, no !== 5);
        await tell(desk, archive);
      }
      return ok({ sms, email });
    }),
  );
}
