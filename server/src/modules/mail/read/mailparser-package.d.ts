/** The part of mailparser 3.9 that is used here. */
declare module 'mailparser' {
  import type { Transform } from 'node:stream';

  export type Address = { readonly address?: string; readonly name?: string; readonly group?: readonly Address[] };
  export type Attachment = {
    readonly type: 'attachment';
    readonly content: NodeJS.ReadableStream & AsyncIterable<Buffer>;
    readonly contentType?: string;
    readonly contentDisposition?: string;
    readonly filename?: string;
    readonly related?: boolean;
    release(): void;
  };
  export type Texts = { readonly type: 'text'; readonly text?: string; readonly html?: string | false };
  export type Options = {
    readonly keepDeliveryStatus?: boolean;
    /** Mails within are parts, not texts of this one. */
    readonly ignoreEmbedded?: boolean;
    readonly skipTextToHtml?: boolean;
    readonly skipHtmlToText?: boolean;
    readonly skipImageLinks?: boolean;
    readonly skipTextLinks?: boolean;
    readonly maxChildNodes?: number;
    readonly maxHeadSize?: number;
    /** Decodes what a part says it is written in. */
    readonly Iconv?: new (from: string, to: string) => Transform;
  };
  /** Gives `Attachment` and, last, `Texts`; tells of `headers` before. */
  export class MailParser extends Transform {
    constructor(options: Options);
  }
}
