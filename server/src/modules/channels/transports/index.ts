import type { Id } from '../../../kernel/ids.ts';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { setPages } from '../pages/index.ts';
import { openChat } from './chat.ts';
import { openHylafax } from './hylafax.ts';
import type { HeardText } from './heard.ts';
import { openKannel } from './kannel.ts';
import { openPractice } from './practice.ts';
import { openMailfax } from './mailfax.ts';
import { openPost } from './post.ts';
import { openSmpp } from './smpp.ts';
import { openSmtp } from './smtp.ts';
import { openSolapi } from './solapi.ts';
import { openTwilio } from './twilio.ts';
import type { Receipt, Transport, TransportSecrets } from './types.ts';

export { Pace } from './pace.ts';
export { pump, type Pumped } from './pump.ts';
export type { HeardText } from './heard.ts';
export * from './types.ts';

export type OpenDeps = {
  readonly outgoing: Outgoing;
  readonly secrets: TransportSecrets;
  readonly onReceipts: (receipts: readonly Receipt[]) => Promise<void>;
  /** Keeps a text that came in. */
  readonly onText: (text: HeardText) => Promise<void>;
  /** Keeps secrets that the other end has changed by itself. */
  readonly keepSecrets: (secrets: TransportSecrets) => Promise<void>;
  /** Below which address a message, or the transport as a whole, is reported of. */
  readonly receiptUrl: (messageId: string | null) => string;
  /** Signs what comes back of a mail. */
  readonly returnMark: (messageId: Id) => string;
};

/** The way out of a row; it connects with `open`. */
export function makeTransport(row: TransportRow, deps: OpenDeps): Transport {
  const { outgoing, secrets, onReceipts, onText, keepSecrets, receiptUrl, returnMark } = deps;
  const { settings, sender, window } = row;
  const common = { settings, secrets, sender, outgoing };
  switch (row.kind) {
    case 'smpp':
      return openSmpp({ ...common, onReceipts, onText });
    case 'smtp':
      return openSmtp({ ...common, window, keepSecrets, returnMark });
    case 'hylafax':
      return openHylafax({ ...common, onReceipts, setPages });
    case 'mailfax':
      return openMailfax({ ...common, window, setPages, keepSecrets, returnMark });
    case 'kannel':
      return openKannel({ ...common, receiptUrl });
    case 'solapi':
      return openSolapi(common);
    case 'twilio':
      return openTwilio({ ...common, receiptUrl: receiptUrl(null) });
    case 'chat':
      return openChat({ settings, secrets, outgoing, seconds: () => Math.floor(Date.now() / 1_000) });
    case 'practice':
      return openPractice(onReceipts);
    case 'post':
      return openPost();
  }
}
