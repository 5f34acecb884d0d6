/** What an exchange is told of a call, whichever protocol it speaks. Channels are named by the ids that the exchange gave them, or that we did. */
export type DialOrder = {
  readonly kind: 'dial';
  readonly call: string;
  readonly extension: string;
  /** `PJSIP/{extension}`: how the exchange reaches a telephone of ours. */
  readonly channel: string;
  readonly context: string;
  readonly number: string;
  readonly callerNumber: string | null;
  readonly callerName: string;
};
type Legs = { readonly call: string; readonly ours: string | null; readonly theirs: string | null };
export type LegOrder = Legs &
  (
    | { readonly kind: 'hang_up' | 'hold' | 'resume' }
    /** At once, and without a word. */
    | { readonly kind: 'transfer'; readonly extension: string; readonly context: string }
    /** The colleague is asked first, while the person waits. */
    | {
        readonly kind: 'consult';
        readonly extension: string;
        readonly channel: string;
        readonly context: string;
      }
    /** She takes it; or it comes back. */
    | { readonly kind: 'complete' | 'return' }
    | { readonly kind: 'record' | 'stop_record'; readonly name: string }
  );
export type Order = DialOrder | LegOrder;
