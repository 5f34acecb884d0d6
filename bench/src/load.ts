import http from 'node:http';

export type Figures = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
};
export type Request = { readonly method: string; readonly path: string; readonly body: string | null };

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/**
 * So many clients, each asking again as soon as it is answered, for so many milliseconds. Several requests at once are a page: its time is that of the last
 * answer. Times in milliseconds.
 */
export async function load(
  port: number,
  headers: Record<string, string>,
  next: () => readonly Request[],
  { clients, milliseconds }: { clients: number; milliseconds: number },
): Promise<Figures> {
  const times: number[] = [];
  let errors = 0;
  const end = performance.now() + milliseconds;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const from = performance.now();
        const answers = await Promise.all(next().map((request) => ask(port, headers, request)));
        times.push(performance.now() - from);
        if (answers.some(({ status }) => status >= 400)) errors++;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), errors };
}

export function ask(
  port: number,
  headers: Record<string, string>,
  { method, path, body }: Request,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers:
          body === null
            ? headers
            : { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
