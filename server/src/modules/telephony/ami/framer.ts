/** One message of AMI: an event, or the answer to an action. Names of fields are in lower case; of a repeated one all values, a line each. */
export type AmiMessage = {
  readonly kind: 'greeting' | 'event' | 'response';
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
};

export class AmiProtocolError extends Error {
  override readonly name = 'AmiProtocolError';
}

const END = Buffer.from('\r\n\r\n');
const LINE = Buffer.from('\r\n');
/** No message of an exchange is as long; whoever sends more is none, or wants our memory. */
const MOST_BYTES = 64 * 1024;
const GREETING = /^[A-Za-z ]{1,60}\/\d+(\.\d+)*$/;

/**
 * Cuts the bytes of a connection into messages, wherever the network split them. The first line is the greeting. Throws AmiProtocolError where the
 * other side is no AMI, or a message has no end.
 */
export class AmiFramer {
  #rest: Buffer = Buffer.alloc(0);
  #greeted = false;

  push(chunk: Buffer): AmiMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: AmiMessage[] = [];
    if (!this.#greeted) {
      const line = this.#take(LINE);
      if (line === null) return this.#limited(messages, 200);
      if (!GREETING.test(line)) throw new AmiProtocolError('not AMI');
      this.#greeted = true;
      messages.push({ kind: 'greeting', name: line, fields: new Map() });
    }
    for (let text = this.#take(END); text !== null; text = this.#take(END)) {
      const message = parseMessage(text);
      if (message) messages.push(message);
    }
    return this.#limited(messages, MOST_BYTES);
  }

  #take(end: Buffer): string | null {
    const at = this.#rest.indexOf(end);
    if (at < 0) return null;
    if (at > MOST_BYTES) throw new AmiProtocolError('a message is too long');
    // Decoded as a whole: a character may have been split by the network.
    const text = this.#rest.toString('utf8', 0, at);
    this.#rest = this.#rest.subarray(at + end.length);
    return text;
  }

  #limited(messages: AmiMessage[], most: number): AmiMessage[] {
    if (this.#rest.length > most) throw new AmiProtocolError('a message is too long');
    return messages;
  }
}

/** What carries `Event` is an event, also where it has a `Response` beside (OriginateResponse). */
function parseMessage(text: string): AmiMessage | null {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  const event = fields.get('event');
  if (event !== undefined) return { kind: 'event', name: event, fields };
  const response = fields.get('response');
  return response === undefined ? null : { kind: 'response', name: response, fields };
}
