import { Button, Tooltip } from '@mantine/core';
import { Play } from 'lucide-react';
import { CallRecording, type PhoneCall } from '@anbu/contract';
import { api, useAct } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';

/** What there is of a recording, until when, and the button for who may hear it: each look leaves a line. */
export function RecordingCell({ call }: { call: PhoneCall }) {
  const t = useT();
  const time = useTime();
  const { id, state, recording, recordingUntil, mayListen, numberDisplay } = call;
  const listen = useAct({
    run: (_: null, key) => api.post(`/telephony/calls/${id}/recording`, CallRecording, {}, { idempotencyKey: key }),
    refresh: [],
    onDone: ({ url }) => void window.open(url, '_blank', 'noopener'),
  });
  if (state === 'missed' || recording === 'none' || (state !== 'ended' && recording !== 'on')) return null;
  const until = recordingUntil === null ? '' : time.day(time.dayOf(recordingUntil));
  const words = <span className="text-2 clip">{t(`telephony.recording.${recording}`, { when: until })}</span>;
  if (recording !== 'linked') return words;
  const button = (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<Play size={12} aria-hidden />}
      aria-label={t('telephony.listen', { name: numberDisplay ?? t('telephony.withheld') })}
      disabled={!mayListen}
      loading={listen.isPending}
      onClick={(event) => {
        event.stopPropagation();
        listen.mutate(null);
      }}
    >
      {t('calls.listen')}
    </Button>
  );
  return (
    <span className="call-recording">
      {mayListen ? (
        button
      ) : (
        <Tooltip label={t('telephony.noListen')}>
          <span>{button}</span>
        </Tooltip>
      )}
      {words}
    </span>
  );
}
