import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A provider of access: gives tokens for the newest refresh token and, as real ones do where two ask at a time, for the one before it; says of a token whose it
 * is (RFC 6749, RFC 7662).
 */
export class Tokens {
  readonly client = { clientId: 'anbu', clientSecret: 'a secret' };
  readonly user: string;
  refreshToken = 'r0';
  given: string[] = [];
  port = 0;
  #server = http.createServer((request, response) => void this.#answer(request, response));

  private constructor(user: string) {
    this.user = user;
  }

  static async start(user: string): Promise<Tokens> {
    const tokens = new Tokens(user);
    await once(tokens.#server.listen(0, '127.0.0.1'), 'listening');
    tokens.port = (tokens.#server.address() as AddressInfo).port;
    return tokens;
  }

  url(path: 'token' | 'introspect'): string {
    return `http://127.0.0.1:${this.port}/${path}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const say = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/introspect') {
      const active = this.given.includes(form.get('token') ?? '');
      return say(200, active ? { active: true, username: this.user } : { active: false });
    }
    const { clientId, clientSecret } = this.client;
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return say(401, { error: 'invalid_client' });
    }
    const known = [this.refreshToken, `r${this.given.length - 1}`];
    if (!known.includes(form.get('refresh_token') ?? '')) return say(400, { error: 'invalid_grant' });
    this.given.push(`a${this.given.length}`);
    this.refreshToken = `r${this.given.length}`;
    say(200, {
      ...{ token_type: 'Bearer', access_token: this.given.at(-1), expires_in: 3_600 },
      refresh_token: this.refreshToken,
    });
  }
}
