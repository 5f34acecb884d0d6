import { z } from 'zod';

/** What we read of a channel; the exchange tells more. */
const Channel = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  caller: z.object({ number: z.string() }).default({ number: '' }),
  dialplan: z.object({ exten: z.string().default('') }).default({ exten: '' }),
});
export type AriChannel = z.infer<typeof Channel>;

/** Events of ARI that move a call. All others are passed over. */
export const AriEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ChannelCreated'), channel: Channel }),
  z.object({ type: z.literal('StasisStart'), args: z.array(z.string()).default([]), channel: Channel }),
  z.object({ type: z.literal('StasisEnd'), channel: Channel }),
  z.object({
    type: z.literal('Dial'),
    dialstatus: z.string(),
    caller: Channel.optional(),
    peer: Channel,
  }),
  z.object({ type: z.literal('ChannelDestroyed'), cause: z.int().default(0), channel: Channel }),
  z.object({ type: z.literal('ChannelHold'), channel: Channel }),
  z.object({ type: z.literal('ChannelUnhold'), channel: Channel }),
  z.object({
    type: z.literal('RecordingFinished'),
    recording: z.object({ name: z.string(), format: z.string().default('wav'), target_uri: z.string() }),
  }),
]);
export type AriEvent = z.infer<typeof AriEvent>;

/** Null for what is no JSON, or an event that moves no call. Throws on nothing: the other side may be of any version. */
export function readAriEvent(text: string): AriEvent | null {
  try {
    return AriEvent.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
