/** Child process: the program itself over the database of the run. Tells its port, and records a request when asked. */
import path from 'node:path';
import { compose } from '../../server/src/compose.ts';
import { buildServer } from '../../server/src/platform/http/server.ts';
import { makeLog } from '../../server/src/platform/log.ts';
import { recorder } from './recording.ts';

const databaseUrl = process.env['BENCH_DATABASE_URL'] ?? '';
const poolSize = Number(process.env['BENCH_POOL']);
const record = recorder();
const log = makeLog('error');
const app = compose({
  databaseUrl,
  poolSize,
  applicationName: 'anbu bench',
  secretKey: process.env['BENCH_SECRET'] ?? '',
  log,
});
const server = await buildServer({
  ...app,
  stream: null,
  readiness: () => Promise.resolve(null),
  publicUrl: new URL('http://localhost:3000'),
  trustProxy: false,
  tls: null,
  limits: { user: 0, key: 0, signIn: 0 },
  uploadDir: path.join(import.meta.dirname, 'no-uploads'),
  webDir: path.join(import.meta.dirname, 'no-web'),
  deadlineMilliseconds: 30_000,
});
await server.listen({ host: '127.0.0.1', port: 0 });
const address = server.server.address();
process.on('message', (message) => {
  if (message === 'record') {
    record.start();
    process.send?.({ recording: true });
  } else if (message === 'recorded') process.send?.({ statements: record.stop() });
  else if (message === 'memory') process.send?.({ rss: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
