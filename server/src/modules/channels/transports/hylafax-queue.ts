import { quoted, type HylafaxLine } from './hylafax-line.ts';
import { callsNow, JOB_FORMAT, jobsOf, receiptOf, type FaxJob } from './hylafax-words.ts';
import type { Parcel, Receipt } from './types.ts';

const WATCH_MILLISECONDS = 2_000;
const IDLE_MILLISECONDS = 15_000;
const MOST_AT_ONCE = 500;
/** Looks after which a job that waits while nobody calls is forgotten, and after how many more once again. */
const FORGOTTEN_AFTER = 3;
const AGAIN_AFTER = 15;

type Queue = { readonly jobs: readonly FaxJob[]; readonly calling: boolean };

async function readQueue(line: HylafaxLine): Promise<Queue> {
  await line.must(`JOBFMT ${quoted(JOB_FORMAT)}`);
  const lines = [...(await line.list('doneq')), ...(await line.list('sendq'))];
  return { jobs: jobsOf(lines), calling: callsNow(lines) };
}

export async function findJob(line: HylafaxLine, id: Parcel['id']): Promise<FaxJob | null> {
  return (await readQueue(line)).jobs.find(({ messageId }) => messageId === id) ?? null;
}

/**
 * Looks into the queue, often while something is on its way; tells what is new.
 *
 * HylaFAX's scheduler (6.0.7, `SchedTimeout::start`) can forget a job: after two events in one second it runs a second later, and what comes in the rest of that second sets no
 * timer, so that the job waits for the next event, which may be hours away. A job that waits while nobody calls is held and submitted again, which is such an event.
 */
export class Watch {
  readonly #line: HylafaxLine;
  readonly #tell: (receipts: readonly Receipt[]) => Promise<void>;
  /** Jobs held by us: a line that breaks between holding and submitting leaves the second half to the next watch. */
  readonly #held: Set<string>;
  #known = new Map<string, string>();
  #looksInVain = 0;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(line: HylafaxLine, tell: (receipts: readonly Receipt[]) => Promise<void>, held: Set<string>) {
    this.#line = line;
    this.#tell = tell;
    this.#held = held;
    this.#next(0);
  }

  get isLost(): boolean {
    return this.#isStopped || this.#line.isLost;
  }

  lookSoon(): void {
    if (this.#timer) this.#next(0);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#line.close();
  }

  #next(milliseconds: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // What could not be told is told with the next look, on a line that is open again.
      void this.#look().catch(() => this.stop());
    }, milliseconds).unref();
  }

  async #look(): Promise<void> {
    const queue = await readQueue(this.#line);
    const signs = new Map(queue.jobs.map((job) => [job.messageId, `${job.job} ${receiptOf(job).state}`]));
    const news = queue.jobs.filter(({ messageId }) => this.#known.get(messageId) !== signs.get(messageId));
    for (let at = 0; at < news.length; at += MOST_AT_ONCE) {
      await this.#tell(news.slice(at, at + MOST_AT_ONCE).map(receiptOf));
    }
    this.#known = new Map(signs);
    await this.#remind(queue);
    const isOver = queue.jobs.every(({ state }) => state === 'D' || state === 'F');
    this.#next(isOver ? IDLE_MILLISECONDS : WATCH_MILLISECONDS);
  }

  async #remind({ jobs, calling }: Queue): Promise<void> {
    for (const { job, state } of jobs) {
      if (!this.#held.has(job)) continue;
      if (state === 'T') await this.#line.ask(`JSUBM ${job}`);
      else this.#held.delete(job);
    }
    const waiting = jobs.find(({ state }) => state === 'W');
    this.#looksInVain = waiting && !calling ? this.#looksInVain + 1 : 0;
    if (!waiting || this.#looksInVain % AGAIN_AFTER !== FORGOTTEN_AFTER) return;
    this.#held.add(waiting.job);
    await this.#line.ask(`JSUSP ${waiting.job}`);
    await this.#line.ask(`JSUBM ${waiting.job}`);
  }
}
