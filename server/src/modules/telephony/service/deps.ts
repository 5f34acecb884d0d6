import type { Id } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/db/index.ts';

export type TelephonyDeps = {
  readonly database: Database;
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
  /** `host:port` of this machine that may be called from here: development and tests. */
  readonly allow: ReadonlySet<string>;
  /** Acts on calls that were committed; it tells by the call itself what became of them. */
  readonly steer: Steer;
};

export type SteerAct = { readonly callId: Id } & (
  | { readonly kind: 'dial' | 'hang_up' | 'hold' | 'resume' | 'complete' | 'return' | 'record' | 'stop_record' }
  | { readonly kind: 'transfer' | 'consult'; readonly extension: string }
);
export type Steer = (orgId: Id, act: SteerAct) => void;

/** What a sealed text is for: one does not open as another. */
export const SECRET_PURPOSE = 'telephony.secret';
