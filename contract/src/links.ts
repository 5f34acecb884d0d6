import { z } from 'zod';
import { Version } from './common.ts';

const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Hosts that short links may lead to besides our own public pages, how long they live, and whether the first opening of each message is noted. */
export const LinkSettingsInput = z
  .strictObject({
    hosts: z.array(z.string().toLowerCase().regex(HOST)).max(50),
    tracks: z.boolean(),
    days: z.int().min(1).max(730),
    version: Version.optional(),
  })
  .meta({ id: 'LinkSettingsInput' });
export type LinkSettingsInput = z.infer<typeof LinkSettingsInput>;
/** `version` 0: as shipped. */
export const LinkSettings = z
  .object({ hosts: z.array(z.string()), tracks: z.boolean(), days: z.int(), version: z.int() })
  .meta({ id: 'LinkSettings' });
export type LinkSettings = z.infer<typeof LinkSettings>;
