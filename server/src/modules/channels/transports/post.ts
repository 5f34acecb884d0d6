import { NOT_BEGUN } from '../rules/after-answer.ts';
import { settled, type Transport } from './types.ts';

/** Letters: they wait until somebody makes a batch of them. Nothing is connected to, and the sender hands none over. */
export function openPost(): Transport {
  return {
    idempotent: false,
    open: () => Promise.resolve(),
    send: ({ id }) => settled({ id, kind: 'again', why: NOT_BEGUN, waitMilliseconds: null }),
    close: () => Promise.resolve(),
  };
}
