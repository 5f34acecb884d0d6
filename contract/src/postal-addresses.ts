import { z } from 'zod';
import { InstantText, text } from './common.ts';

/** As it is written on an envelope, without the name: street and house, town. */
export const PostalAddressInput = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/),
    postcode: text(12).nullable().default(null),
    lines: z.array(text(100)).min(1).max(4),
  })
  .meta({ id: 'PostalAddressInput' });
export type PostalAddressInput = z.infer<typeof PostalAddressInput>;

/** `bad`: a letter came back, and nobody wrote the address anew since; `badWhy` says how. */
export const PostalAddress = z
  .object({
    country: z.string(),
    postcode: z.string().nullable(),
    lines: z.array(z.string()),
    state: z.enum(['ok', 'bad']),
    badWhy: z.string().nullable(),
    changedAt: InstantText,
  })
  .meta({ id: 'PostalAddress' });
export type PostalAddress = z.infer<typeof PostalAddress>;
export const PostalAddressReply = z.object({ address: PostalAddress.nullable() }).meta({ id: 'PostalAddressReply' });
