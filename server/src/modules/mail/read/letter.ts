import type { Head } from '../rules/header.ts';
import type { Complaint, Delivery } from '../rules/report.ts';

export type LetterFile = { readonly name: string; readonly bytes: Buffer };

/** A mail as it was read. Everything in it was written by somebody else: texts, never HTML. */
export type Letter = {
  readonly head: Head;
  readonly from: { readonly address: string | null; readonly name: string | null };
  readonly subject: string;
  readonly text: string;
  readonly files: readonly LetterFile[];
  /** What it holds of a report, and the head of the mail of which it speaks. */
  readonly delivery: Delivery | null;
  readonly complaint: Complaint | null;
  readonly isReport: boolean;
  readonly about: Head | null;
};
