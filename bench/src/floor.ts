/**
 * Child process: the floor. The same HTTP server library, the same pool size, and for each request the recorded statements of the program –
 * sign-in check, transaction, row-level security, reads, writes, audit – through plain `pg`, answered with the recorded bytes.
 */
import Fastify from 'fastify';
import pg from 'pg';
import { template, type Statement } from './recording.ts';

const pool = new pg.Pool({
  connectionString: process.env['BENCH_DATABASE_URL'],
  max: Number(process.env['BENCH_POOL']),
});
type Plan = { readonly fill: ReturnType<typeof template>; readonly answer: string };
const plans = new Map<string, Plan>();

const server = Fastify({ logger: false });
server.post('/run/:plan', async (request, reply) => {
  const plan = plans.get((request.params as { plan: string }).plan);
  if (!plan) throw new Error('no such plan');
  const client = await pool.connect();
  try {
    for (const { text, values } of plan.fill(request.body as [string, string][])) {
      await (values.length > 0 ? client.query(text, values as unknown[]) : client.query(text));
    }
  } finally {
    client.release();
  }
  return reply.type('application/json').send(plan.answer);
});
await server.listen({ host: '127.0.0.1', port: 0 });
const address = server.server.address();

type Message = { plan: string; statements: Statement[]; known: string[]; answer: string };
process.on('message', (message: Message) => {
  plans.set(message.plan, { fill: template(message.statements, new Set(message.known)), answer: message.answer });
  process.send?.({ planned: true });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
