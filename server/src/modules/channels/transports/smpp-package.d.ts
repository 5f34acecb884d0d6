/** What of the package `smpp` 0.5 is used here; it comes without types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type net from 'node:net';

  export type Pdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly message_id?: string;
    readonly esm_class?: number;
    readonly data_coding?: number;
    readonly source_addr?: string;
    readonly destination_addr?: string;
    readonly short_message?: { readonly message?: string | Buffer; readonly udh?: readonly Buffer[] } | Buffer;
    readonly message_payload?: { readonly message?: string | Buffer } | Buffer;
    readonly receipted_message_id?: string;
    readonly message_state?: number;
    readonly [field: string]: unknown;
    response(options?: Readonly<Record<string, unknown>>): Pdu;
    toBuffer(): Buffer;
  };
  export type PduFields = Readonly<Record<string, unknown>>;

  export class Session extends EventEmitter {
    readonly socket: net.Socket;
    /** False where the socket takes nothing any more; then nothing is called. `sent` = the bytes are out. */
    send(pdu: Pdu, answered?: (answer: Pdu) => void, sent?: () => void): boolean;
    bind_transceiver(fields: PduFields, answered: (answer: Pdu) => void): boolean;
    submit_sm(fields: PduFields, answered: (answer: Pdu) => void, sent?: () => void): boolean;
    deliver_sm(fields: PduFields, answered?: (answer: Pdu) => void): boolean;
    enquire_link(answered?: (answer: Pdu) => void): boolean;
    unbind(answered?: (answer: Pdu) => void): boolean;
    close(closed?: () => void): void;
    destroy(closed?: () => void): void;
  }
  export type ConnectOptions = {
    readonly host: string;
    readonly port: number;
    readonly tls?: boolean;
    readonly servername?: string;
    readonly auto_enquire_link_period?: number;
  };
  export function connect(options: ConnectOptions): Session;
  export function createServer(listener: (session: Session) => void): net.Server;
  export function addTLV(name: string, options: { readonly id: number; readonly type: unknown }): void;
  export const PDU: { new (command: string, fields: PduFields): Pdu; new (bytes: Buffer): Pdu };
  /** `ASCII`: the default alphabet (3GPP 23.038), an octet for each septet. */
  export const encodings: { readonly ASCII: { encode(text: string): Buffer } };
  export const types: { readonly cstring: unknown };
  const smpp: {
    connect: typeof connect;
    createServer: typeof createServer;
    addTLV: typeof addTLV;
    PDU: typeof PDU;
    encodings: typeof encodings;
    types: typeof types;
  };
  export default smpp;
}
