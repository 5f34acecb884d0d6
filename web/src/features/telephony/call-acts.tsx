import { Button } from '@mantine/core';
import { Disc, Pause, PhoneOff, Play, Square } from 'lucide-react';
import { PhoneCall, type CallAct } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { TransferMenu } from './transfer-menu.tsx';

type Plain = Exclude<CallAct, 'hang_up' | 'transfer' | 'consult'>;
const PLAIN = [
  { act: 'complete', label: 'telephony.complete', icon: null },
  { act: 'return', label: 'telephony.return', icon: null },
  { act: 'hold', label: 'telephony.hold', icon: Pause },
  { act: 'resume', label: 'telephony.resume', icon: Play },
  { act: 'record', label: 'telephony.record', icon: Disc },
  { act: 'stop_record', label: 'telephony.stopRecord', icon: Square },
] as const satisfies readonly { act: Plain; label: string; icon: unknown }[];

/** What the reader can do with her own call now; what the exchange cannot is not there. */
export function CallActs({ call, onHangUp }: { call: PhoneCall; onHangUp: () => void }) {
  const t = useT();
  const refresh = [keys.phone.now];
  const steer = useAct({
    run: (act: Plain, key) =>
      api.post(`/telephony/calls/${call.id}/steer`, PhoneCall, { act }, { idempotencyKey: key }),
    refresh,
  });
  const can = (act: CallAct) => call.acts.includes(act);
  return (
    <>
      {PLAIN.filter(({ act }) => can(act)).map(({ act, label, icon: Icon }) => (
        <Button
          key={act}
          size="compact-sm"
          variant={act === 'complete' || act === 'resume' ? 'light' : 'default'}
          leftSection={Icon ? <Icon size={14} aria-hidden /> : null}
          disabled={steer.isPending}
          onClick={() => steer.mutate(act)}
        >
          {t(label)}
        </Button>
      ))}
      {can('transfer') ? <TransferMenu call={call} /> : null}
      {can('hang_up') ? (
        <Button size="compact-sm" variant="default" leftSection={<PhoneOff size={14} aria-hidden />} onClick={onHangUp}>
          {t('telephony.hangUp')}
        </Button>
      ) : null}
    </>
  );
}

/** Whether she may be recorded: asked where all must agree; a refusal is written down at any call that is recorded. */
export function RecordingWord({ call }: { call: PhoneCall }) {
  const t = useT();
  const say = useAct({
    run: (word: 'agreed' | 'refused', key) =>
      api.post(`/telephony/calls/${call.id}/recording-word`, PhoneCall, { word }, { idempotencyKey: key }),
    refresh: [keys.phone.now],
  });
  const { recording } = call;
  if (call.state !== 'answered' || recording === 'not_announced' || recording === 'expired') return null;
  if (recording === 'refused') return <span className="text-2">{t('telephony.recording.refused')}</span>;
  return (
    <span className="call-bar-word">
      {recording === 'needs_consent' ? <strong>{t('telephony.recording.needs_consent')}</strong> : null}
      {recording === 'on' ? <strong className="call-bar-on">{t('telephony.recording.on')}</strong> : null}
      {recording === 'needs_consent' ? (
        <Button size="compact-xs" variant="light" disabled={say.isPending} onClick={() => say.mutate('agreed')}>
          {t('telephony.agreed')}
        </Button>
      ) : null}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        disabled={say.isPending}
        onClick={() => say.mutate('refused')}
      >
        {t('telephony.refused')}
      </Button>
    </span>
  );
}
