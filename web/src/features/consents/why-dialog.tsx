import { NativeSelect, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import {
  GateAnswer,
  MESSAGE_CHANNELS,
  PURPOSES,
  WhyTable,
  type MessageChannel,
  type Person,
  type Purpose,
} from '@anbu/contract';
import { api, keys, useSite } from '../../api/index.ts';
import { serverNow, shownLanguage, useT } from '../../i18n/index.ts';
import { ErrorState, LoadingRows, SideDialog, WhenInput } from '../../ui/index.ts';
import { fromFieldTime } from '../enquiries/site-time.ts';
import { WhyMessages } from './why-messages.tsx';

type Answer = Pick<GateAnswer, 'verdict' | 'reason' | 'remedy'> & {
  rule?: string | null | undefined;
  law?: GateAnswer['reason'] | null | undefined;
};

/** Why, and why not (P3): what the gate says of each purpose by a channel, now or at another moment, and of a text that is about to be sent. */
export function WhyDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const zone = useSite()?.timeZone ?? 'UTC';
  const [channel, setChannel] = useState<MessageChannel>('sms');
  const [when, setWhen] = useState<string | null>(null);
  const at = when === null ? undefined : (fromFieldTime(when, zone) ?? undefined);
  const table = useQuery({
    queryKey: keys.people.why(person.id, at),
    queryFn: ({ signal }) => api.get(`/people/${person.id}/why`, WhyTable, { query: { at }, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <SideDialog title={t('consents.why.title')} onClose={onClose} size="lg">
      <div className="form">
        <div className="why-asked">
          <NativeSelect
            label={t('consents.why.channel')}
            value={channel}
            onChange={(event) => setChannel(event.currentTarget.value as MessageChannel)}
            data={MESSAGE_CHANNELS.map((value) => ({ value, label: t(`gate.channel.${value}`) }))}
            data-autofocus
          />
          <WhenInput label={t('consents.why.when')} value={when} onChange={setWhen} />
        </div>
        <p className="text-2">{when === null ? t('consents.why.now') : t('consents.why.ifThen')}</p>
        {table.error ? <ErrorState error={table.error} onRetry={() => void table.refetch()} /> : null}
        {table.isPending ? <LoadingRows rows={5} /> : null}
        {table.data ? (
          <ul className="why-list" aria-label={t('consents.why.title')}>
            {table.data.cells
              .filter((cell) => cell.channel === channel)
              .map((cell) => (
                <li key={cell.purpose}>
                  <strong>{t(`gate.purpose.${cell.purpose}`)}</strong>
                  <Verdict answer={cell} />
                </li>
              ))}
          </ul>
        ) : null}
        <OfText personId={person.id} channel={channel} at={at} />
        <WhyMessages personId={person.id} />
        <p className="text-2">{t('consents.why.counsel')}</p>
      </div>
    </SideDialog>
  );
}

function OfText({ personId, channel, at }: { personId: string; channel: MessageChannel; at: string | undefined }) {
  const t = useT();
  const [purpose, setPurpose] = useState<Purpose>('service');
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const body = { personId, channel, purpose, text: asked, at: at ?? new Date(serverNow()).toISOString() };
  const answer = useQuery({
    queryKey: keys.people.judged(personId, { channel, purpose, asked, at }),
    queryFn: () => api.post('/gate/judge', GateAnswer, body),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <section className="why-text" aria-labelledby="why-text">
      <h3 id="why-text">{t('consents.why.text')}</h3>
      <NativeSelect
        label={t('consents.field.purpose')}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value as Purpose)}
        data={PURPOSES.map((value) => ({ value, label: t(`gate.purpose.${value}`) }))}
      />
      <Textarea
        label={t('consents.why.words')}
        value={text}
        maxLength={2_000}
        autosize
        minRows={2}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {answer.error ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {asked !== '' && answer.data ? (
        <div role="status">
          <Verdict answer={answer.data} />
          {answer.data.warnings.map((warning) => (
            <p key={warning.en} className="text-late">
              {warning[shownLanguage()]}
            </p>
          ))}
        </div>
      ) : null}
    </section>
  );
}

/** The verdict as a badge of words, why, what would make it allowed, and the rule with its source. */
function Verdict({ answer }: { answer: Answer }) {
  const t = useT();
  const language = shownLanguage();
  return (
    <>
      <span className={`verdict is-${answer.verdict.toLowerCase()}`}>{t(`gate.verdict.${answer.verdict}`)}</span>
      <span className="why-words">{answer.reason[language]}</span>
      {answer.remedy ? <span className="why-words is-remedy">{answer.remedy[language]}</span> : null}
      {answer.rule && answer.law ? (
        <span className="text-2 why-words">{t('consents.why.rule', { source: answer.law[language] })}</span>
      ) : null}
    </>
  );
}
