import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const FIRST = 10_000;
const ENOUGH = 4_000;
const given = new Set<number>();

/**
 * A port of 127.0.0.1 that nothing listens on now; whoever asks gets it a moment later. It lies below those that the system gives to outgoing
 * connections: one of these would take it in between. Never the same twice in a process.
 */
export async function freePort(): Promise<number> {
  const end = firstOfOutgoing();
  for (let tries = 0; end - FIRST >= ENOUGH && tries < 200; tries += 1) {
    const port = randomInt(FIRST, end);
    if (given.has(port) || (await listenOn(port)) === null) continue;
    given.add(port);
    return port;
  }
  const port = await listenOn(0);
  if (port === null) throw new Error('no port of 127.0.0.1 is free');
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  return (await listenOn(port)) !== null;
}

/** The port, free again; null where it was taken. 0: one that the system chooses. */
function listenOn(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function firstOfOutgoing(): number {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
  } catch {
    return 32_768; // no Linux: the lowest that any system begins with
  }
}
