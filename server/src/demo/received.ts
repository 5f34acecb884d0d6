import { MessageInput } from '@anbu/contract';
import type { Id } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { keepForPractice, sendMessage } from '../modules/channels/index.ts';
import { receive, settleMessage, type Incoming } from '../modules/inbox/index.ts';
import type { Database, Tx } from '../platform/db/index.ts';
import { openMinutesBefore } from './calendar.ts';
import type { Clinic } from './clinic.ts';
import { SENDER, type PracticeWays } from './messages.ts';
import { findSharedNumber, listReached } from './store.ts';
import { tell, type Lately } from './tell.ts';

type Given = Lately & { readonly ways: PracticeWays };

/**
 * What came in lately: an answer that waits for its owner, one of a family's number that asks whose it is, one of a number that nobody has, a mail, a fax, a
 * stop word, and a thread that was answered (D12, C2).
 */
export async function hearAnswers(
  db: Database,
  clinic: Clinic,
  given: Lately & { readonly ways: PracticeWays },
): Promise<void> {
  const { now, site, ways, subscribers } = given;
  const before = (minutes: number) => openMinutesBefore(site, now, minutes);
  must(
    await db.inTx(clinic.system, async (opening) => {
      const heard = async (minutes: number, what: Pick<Incoming, 'from' | 'text'> & Partial<Incoming>) => {
        const at = before(minutes);
        const tx = opening.as(clinic.system, at);
        const incoming: Incoming = {
          ...{ wayId: ways.sms, channel: 'sms', to: SENDER, externalId: `demo ${minutes}`, receivedAt: at },
          ...{ raw: { protocol: 'practice' }, ...what },
        };
        const { id } = must(await receive(tx, incoming));
        await tell(tx, subscribers);
        return id;
      };
      const settled = await listReached(opening, 'settled', 2);
      const [waiting] = await listReached(opening, 'unconnected', 1);
      const shared = await findSharedNumber(opening);
      const [patient, gone] = settled;
      if (patient) await thread(opening, clinic, { ...given, patient, before, heard });
      if (gone) await heard(150, { from: gone.e164, text: '수신거부' });
      await heard(95, {
        ...{ wayId: ways.email, channel: 'email', from: 'jy.han@patient.example', fromName: '한지영' },
        ...{
          to: 'hello@demo.example',
          subject: '진료비 납입확인서',
          text: '연말정산에 쓸 납입확인서를 메일로 받을 수 있을까요?',
        },
      });
      await heard(70, {
        ...{ channel: 'fax', from: '02-000-3344', fromName: '한빛의원', text: '팩스 1장' },
        files: [{ name: 'fax.pdf', mediaType: 'application/pdf', content: REFERRAL }],
      });
      await heard(40, { from: '010-0999-0417', text: '임플란트 상담받고 싶은데 토요일에도 하시나요?' });
      if (shared !== null) await heard(15, { from: shared, text: '네, 토요일 10시로 부탁드려요.' });
      if (waiting) await heard(6, { from: waiting.e164, text: '전화 못 받았네요. 오늘 4시 이후에 다시 전화 주세요.' });
      return ok(null);
    }),
  );
}

type Thread = Given & {
  readonly patient: { readonly id: Id; readonly e164: string };
  readonly before: (minutes: number) => Instant;
  readonly heard: (minutes: number, what: Pick<Incoming, 'from' | 'text'>) => Promise<Id>;
};

/** We asked, she answered, we answered: done. */
async function thread(
  opening: Tx,
  clinic: Clinic,
  { patient, before, heard, ways, subscribers }: Thread,
): Promise<void> {
  const desk = clinic.consultants[0] ?? clinic.desk;
  const say = async (minutes: number, text: string) => {
    const tx = opening.as(desk, before(minutes));
    const wish = { personId: patient.id, channel: 'sms', language: 'ko', purpose: 'service', text };
    must(await sendMessage(tx, MessageInput.parse(wish)));
    await keepForPractice(tx, ways.sms);
    await tell(tx, subscribers);
    return tx;
  };
  await say(300, '[안부치과] 지난 진료는 괜찮으셨나요? 불편하신 점이 있으면 답장 주세요.');
  const id = await heard(270, { from: patient.e164, text: '찬물 마실 때 조금 시린데 괜찮을까요?' });
  const tx = await say(
    240,
    '[안부치과] 며칠은 시릴 수 있습니다. 일주일 넘게 이어지면 연락 주세요. 원장님이 확인해 드리겠습니다.',
  );
  must(await settleMessage(tx, id, { state: 'done', version: 2 }));
  await tell(tx, subscribers);
}

/** One page, as a fax server would bring it. */
const REFERRAL = pdfOf([
  'REFERRAL',
  'From: Hanbit Clinic, Tel 02-000-3344',
  'To: Anbu Dental',
  'Panorama and chart follow by post.',
]);

function pdfOf(lines: readonly string[]): Buffer {
  const words = lines.map((line, no) => `BT /F1 14 Tf 72 ${760 - no * 24} Td (${line}) Tj ET`).join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, no) => {
    const place = file.length;
    file += `${no + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  return Buffer.from(
    `${file}${head}${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}
