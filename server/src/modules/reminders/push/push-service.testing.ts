import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify, type ECDH } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReminderPush, type ReminderBrowserInput } from '@anbu/contract';

export type Arrived = {
  readonly push: ReminderPush;
  readonly ttl: number;
  readonly urgency: string;
  readonly topic: string;
};
/** What the service does with the next message of a browser: a status, seconds to wait, or no answer at all. */
export type Behaviour = { readonly status: number; readonly retryAfter?: number } | 'silent';

/** A browser as its push service sees it: keys of its own, and what came for it. */
export class TestBrowser {
  readonly #pair: ECDH = createECDH('prime256v1');
  readonly #auth = randomBytes(16);
  readonly subscription: ReminderBrowserInput;
  readonly arrived: Arrived[] = [];
  behaviour: Behaviour = { status: 201 };
  tries = 0;

  constructor(endpoint: string) {
    const p256dh = this.#pair.generateKeys().toString('base64url');
    this.subscription = { endpoint, keys: { p256dh, auth: this.#auth.toString('base64url') } };
  }

  /** Each id once, in the order of arrival: as the service worker shows them. */
  get shown(): readonly ReminderPush[] {
    return [...new Map(this.arrived.map(({ push }) => [push.id, push])).values()];
  }

  /** RFC 8291 from the other side, by its own steps. Throws where one bit is wrong. */
  open(body: Buffer): ReminderPush {
    const [salt, size, length] = [body.subarray(0, 16), body.readUInt32BE(16), body[20]!];
    if (size !== 4_096 || length !== 65) throw new Error('not one record with a key of 65 bytes');
    const [theirs, sealed] = [body.subarray(21, 86), body.subarray(86)];
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#pair.getPublicKey(), theirs]);
    const material = expand(hmac(this.#auth, this.#pair.computeSecret(theirs)), info, 32);
    const base = hmac(salt, material);
    const key = expand(base, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = expand(base, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const end = plain.lastIndexOf(2);
    return ReminderPush.parse(JSON.parse(plain.subarray(0, end).toString('utf8')));
  }
}

function hmac(key: Buffer, data: Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function expand(key: Buffer, info: Buffer, length: number): Buffer {
  return hmac(key, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);
}

/** A push service of RFC 8030 on this machine: it knows its browsers, checks who sends (RFC 8292) and opens what it carries as the browser would. */
export class PushService {
  readonly #browsers = new Map<string, TestBrowser>();
  readonly #server = http.createServer((request, response) => {
    this.#take(request).then(
      (answer) => {
        if (answer === 'silent') return;
        const wait = answer.retryAfter === undefined ? {} : { 'retry-after': String(answer.retryAfter) };
        response.writeHead(answer.status, wait).end();
      },
      (error: unknown) => {
        this.faults.push(error instanceof Error ? error.message : 'error');
        response.writeHead(400).end();
      },
    );
  });
  /** The key that browsers were told to accept. */
  accepts: string | null = null;
  /** What was wrong with messages. A test that leaves one here fails. */
  readonly faults: string[] = [];

  async start(): Promise<void> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
  }

  /** `host:port`. */
  get place(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.place}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  subscribe(): TestBrowser {
    const path = `/send/${randomBytes(12).toString('base64url')}`;
    const browser = new TestBrowser(this.origin + path);
    this.#browsers.set(path, browser);
    return browser;
  }

  async #take(request: IncomingMessage): Promise<Behaviour> {
    const body = Buffer.concat(await request.toArray());
    const browser = this.#browsers.get(request.url ?? '');
    if (!browser) return { status: 404 };
    browser.tries += 1;
    const { headers } = request;
    if (request.method !== 'POST' || headers['content-encoding'] !== 'aes128gcm') throw new Error('no message');
    this.#checkSender(headers.authorization ?? '');
    const push = browser.open(body);
    if (browser.behaviour === 'silent' || browser.behaviour.status >= 300) return browser.behaviour;
    const topic = String(headers['topic']);
    if (!/^[\w-]{1,32}$/.test(topic)) throw new Error('a topic is 32 characters of base64url at most');
    browser.arrived.push({ push, ttl: Number(headers['ttl']), urgency: String(headers['urgency']), topic });
    return browser.behaviour;
  }

  #checkSender(authorization: string): void {
    const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
    if (token === undefined || key === undefined || key !== this.accepts) throw new Error('another sender');
    const point = Buffer.from(key, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
    const [head, claims, signature] = token.split('.') as [string, string, string];
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    if (!signed) throw new Error('the signature is wrong');
    const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number };
    const left = exp - Date.now() / 1_000;
    if (aud !== this.origin || left <= 0 || left > 24 * 3_600) throw new Error('signed for another service or time');
  }
}
