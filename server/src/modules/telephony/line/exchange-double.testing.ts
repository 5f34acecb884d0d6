import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { amiSession } from '../fixtures/session.testing.ts';
import { AsteriskRules } from './asterisk-rules.testing.ts';

export type Double = {
  readonly port: number;
  /** What clients said that the captured session does not. */
  readonly strange: readonly string[];
  /** Connections that are open now. */
  readonly open: () => number;
  /** Ends all connections at once, as an exchange that restarts. */
  drop(): void;
  /** No more answers, the connection stays. */
  freeze(): void;
  /** The next action of this name is refused. */
  refuse(action: string): void;
  /** To all that hear. */
  say(text: string): void;
  /** Orders that came, without Ping and Logoff. */
  readonly orders: readonly string[];
  stop(): Promise<void>;
};

/** An exchange that plays the captured session, line for line: the next thing it hears must be the next thing that was said then. Cut into pieces. */
export async function sessionDouble(pieces: number): Promise<Double> {
  const session = amiSession();
  return serve((connection, said) => {
    let at = 0;
    const play = () => {
      let text = '';
      for (; session[at]?.from === 'server'; at += 1) text += session[at]!.text;
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; from += pieces) connection.write(bytes.subarray(from, from + pieces));
    };
    play();
    return (text) => {
      if (text !== session[at]?.text) said.strange.push(text);
      at += 1;
      play();
    };
  });
}

/**
 * An exchange that takes this password, tells what it is told to tell, and takes of orders what a real one would: nothing before the sign-in, no channel of which it
 * did not tell, nothing that the channel's state forbids (`asterisk-rules.testing.ts`). What it refuses unasked stands in `strange`.
 */
export async function openDouble(password: string): Promise<Double> {
  const rules = new AsteriskRules();
  const double = await serve((connection, said) => {
    let isIn = false;
    connection.write('Asterisk Call Manager/12.0.0\r\n');
    return (text) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'm').exec(text)?.[1] ?? '';
      const action = field('Action');
      const id = field('ActionID');
      const answer = (response: string, message = '-') => {
        const fields = [`Response: ${response}`, ...(id === '' ? [] : [`ActionID: ${id}`]), `Message: ${message}`];
        connection.write(`${fields.join('\r\n')}\r\n\r\n`);
      };
      if (said.frozen) return;
      if (action === 'Logoff') {
        answer('Goodbye', 'Thanks for all the fish.');
        return void connection.end();
      }
      if (action === 'Login') {
        isIn = field('Secret') === password;
        if (isIn && field('Events') === 'on') said.hearing.add(connection);
        if (isIn) return answer('Success', 'Authentication accepted');
        answer('Error', 'Authentication failed');
        return void connection.end();
      }
      if (action !== 'Ping') said.orders.push(text);
      if (said.refused.delete(action)) return answer('Error');
      const refusal = isIn ? rules.refuses(text) : 'Permission denied';
      if (refusal !== null) said.strange.push(`${refusal}: ${text}`);
      answer(refusal === null ? 'Success' : 'Error', refusal ?? '-');
    };
  });
  return {
    ...double,
    say: (text) => {
      rules.told(text);
      double.say(text);
    },
  };
}

type Said = { strange: string[]; orders: string[]; refused: Set<string>; hearing: Set<net.Socket>; frozen: boolean };

async function serve(talk: (connection: net.Socket, said: Said) => (text: string) => void): Promise<Double> {
  const said: Said = { strange: [], orders: [], refused: new Set(), hearing: new Set(), frozen: false };
  const open = new Set<net.Socket>();
  const server = net.createServer((connection) => {
    open.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => {
      open.delete(connection);
      said.hearing.delete(connection);
    });
    const hear = talk(connection, said);
    let rest = '';
    connection.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        hear(rest.slice(0, end + 4));
        rest = rest.slice(end + 4);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    strange: said.strange,
    orders: said.orders,
    open: () => open.size,
    drop: () => {
      for (const connection of open) connection.destroy();
    },
    freeze: () => void (said.frozen = true),
    refuse: (action) => void said.refused.add(action),
    say: (text) => {
      for (const connection of said.hearing) connection.write(text);
    },
    stop: async () => {
      for (const connection of open) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
