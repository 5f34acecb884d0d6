import type { Id } from '../../../kernel/ids.ts';
import { instant } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import type { HeardText } from '../transports/heard.ts';
import type { ChannelsDeps } from './deps.ts';

/** A text that came in by a way out is given to who keeps what comes in. Throws where it could not be kept: the other end is told to say it again. */
export async function hearText(deps: ChannelsDeps, orgId: Id, transportId: Id, heard: HeardText): Promise<void> {
  const { atSeconds, ...text } = heard;
  const receivedAt = typeof atSeconds === 'number' ? { receivedAt: instant(atSeconds * 1000) } : {};
  must(
    await deps.database.inTxAgain(systemActor(orgId, 'channels'), async (tx) => {
      const kept = await deps.receive(tx, { ...text, ...receivedAt, wayId: transportId, channel: 'sms' });
      return kept.ok ? ok(null) : kept;
    }),
  );
}
