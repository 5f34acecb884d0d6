import { setTimeout as sleep } from 'node:timers/promises';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import { HylafaxLine, quoted, RefusedByServer } from './hylafax-line.ts';
import { findJob, Watch } from './hylafax-queue.ts';
import { dialled } from './hylafax-words.ts';
import { addressed } from './place.ts';
import { OWN_FAULT } from './pump.ts';
import {
  TransportError,
  type Handed,
  type Parcel,
  type Receipt,
  type Transport,
  type TransportSecrets,
  type TransportSettings,
} from './types.ts';

export type HylafaxOptions = {
  readonly settings: TransportSettings;
  readonly secrets: TransportSecrets;
  readonly sender: string;
  readonly outgoing: Outgoing;
  readonly onReceipts: (receipts: readonly Receipt[]) => Promise<void>;
  readonly setPages: (paper: FaxPaper) => Promise<{ readonly pdf: Buffer }>;
};

const SECOND_LOOK_MILLISECONDS = 1_000;
/** What `status` says of modems that take no call. */
const UNFIT = /wedged|unable|not found|does not exist|down|exempt/i;

/**
 * A fax server of one's own. A job carries the message's number as its tag: before each submission, and after an answer that was lost, the queue is asked for it, so that the same
 * fax is not called twice. How it goes on is seen in the queue. HylaFAX itself calls a number once at a time.
 */
export function openHylafax(options: HylafaxOptions): Transport {
  const { settings, secrets, outgoing } = options;
  let watch: Watch | null = null;
  const held = new Set<string>();
  const connect = async () =>
    HylafaxLine.open(await addressed(outgoing, settings), String(settings['user'] ?? ''), secrets['password'] ?? '');
  return {
    idempotent: false,
    async open() {
      if (watch && !watch.isLost) return;
      watch?.stop();
      watch = new Watch(await connect(), options.onReceipts, held);
    },
    async state() {
      const line = await connect();
      try {
        const [scheduler = '', ...modems] = await line.list('status');
        if (!/running/i.test(scheduler)) throw new TransportError('fax_not_running');
        const wanted = String(settings['modem'] ?? '');
        const own = modems.filter((modem) => wanted === '' || modem.replaceAll('/', '_').includes(wanted));
        if (!own.some((modem) => !UNFIT.test(modem))) throw new TransportError('fax_no_modem');
        return own.join('\n').slice(0, 500);
      } finally {
        line.close();
      }
    },
    send(parcel) {
      const answer = submit(parcel, options, connect).finally(() => watch?.lookSoon());
      return { begun: answer.then(() => undefined), answer };
    },
    async close() {
      watch?.stop();
      watch = null;
    },
  };
}

type Connect = () => Promise<HylafaxLine>;

async function submit(parcel: Parcel, options: HylafaxOptions, connect: Connect): Promise<Handed> {
  const { id, page } = parcel;
  const again = (why: string): Handed => ({ id, kind: 'again', why, waitMilliseconds: null });
  if (!page) return { id, kind: 'failed', why: 'fax_no_page' };
  const pdf = await options.setPages(page).then(
    (set) => set.pdf,
    () => null,
  );
  // The thread that sets pages ended: the next try begins a new one.
  if (!pdf) return again(OWN_FAULT);
  let line: HylafaxLine;
  try {
    line = await connect();
  } catch (error) {
    return again(error instanceof TransportError ? error.code : 'unreachable');
  }
  let isOut = false;
  try {
    const known = await findJob(line, id);
    if (known) return { id, kind: 'sent', providerId: known.job };
    await line.must('TYPE I');
    await line.must('FORM PDF');
    const file = await line.store(pdf);
    await line.must('JNEW');
    for (const parameter of parametersOf(parcel, options)) await line.must(`JPARM ${parameter}`);
    await line.must(`JPARM DOCUMENT ${file}`);
    isOut = true;
    const { text } = await line.must('JSUBM');
    return { id, kind: 'sent', providerId: /Job (\d+)/i.exec(text)?.[1] ?? null };
  } catch (error) {
    if (error instanceof RefusedByServer) {
      return error.code >= 500 ? { id, kind: 'failed', why: `hylafax_${error.code}` } : again(`hylafax_${error.code}`);
    }
    if (!isOut) return again('unreachable');
    return afterLostAnswer(id, connect);
  } finally {
    line.close();
  }
}

/** Whether a submission whose answer was lost is in the queue: twice asked, because the server may still be writing it. */
async function afterLostAnswer(id: Parcel['id'], connect: Connect): Promise<Handed> {
  try {
    for (let look = 0; look < 2; look += 1) {
      await sleep(SECOND_LOOK_MILLISECONDS);
      const line = await connect();
      try {
        const job = await findJob(line, id);
        if (job) return { id, kind: 'sent', providerId: job.job };
      } finally {
        line.close();
      }
    }
    // Not there. The next try asks once more before it submits.
    return { id, kind: 'again', why: 'unreachable', waitMilliseconds: null };
  } catch {
    return { id, kind: 'unknown', why: 'no_answer' };
  }
}

function parametersOf({ id, to }: Parcel, { settings, sender }: HylafaxOptions): string[] {
  const number = dialled(to, sender, settings['numbers'], settings['prefix']);
  const dials = Number(settings['dials'] ?? 3);
  const minutes = Number(settings['minutes'] ?? 180);
  const two = (value: number) => String(value).padStart(2, '0');
  const until = two(Math.floor(minutes / 1_440)) + two(Math.floor(minutes / 60) % 24) + two(minutes % 60);
  return [
    `FROMUSER ${quoted('Anbu')}`,
    `LASTTIME ${until}`,
    `MAXDIALS ${dials}`,
    `MAXTRIES ${dials}`,
    'SCHEDPRI 127',
    `DIALSTRING ${quoted(number)}`,
    `EXTERNAL ${quoted(to)}`,
    `NOTIFYADDR ${quoted('anbu')}`,
    'NOTIFY "none"',
    'VRES 196',
    'PAGEWIDTH 209',
    'PAGELENGTH 296',
    'PAGECHOP "none"',
    `JOBINFO ${quoted(id)}`,
    ...(settings['modem'] ? [`MODEM ${quoted(String(settings['modem']))}`] : []),
  ];
}
