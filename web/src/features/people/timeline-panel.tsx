import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Memo, TimelinePage, type TimelineEntry } from '@anbu/contract';
import { api, keys, problemText, useAct, useCan, usePages } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { EmptyState, ErrorState, Kbd, LoadingRows, ScrollX } from '../../ui/index.ts';
import { MessageDialog } from '../channels/message-dialog.tsx';
import { messageOf, useMessageStates } from '../channels/use-message-states.ts';
import { Entry } from './timeline-entry.tsx';

type Kind = TimelineEntry['kind'];
/** `talk`: what went to her and came from her, by whatever channel. */
type Chip = Kind | 'all' | 'talk';

const TALK: readonly Kind[] = ['call', 'message'];
const CHIPS: readonly Chip[] = [
  'all',
  'talk',
  'call',
  'status',
  'booking',
  'visit',
  'message',
  'memo',
  'enquiry',
  'assignment',
  'person',
];
const COMPOSER = 'memo-composer';

/** Everything that happened with a person, the newest first, and the place to add to it. */
export function TimelinePanel({ personId }: { personId: string }) {
  const t = useT();
  const can = useCan();
  const [kind, setKind] = useState<Chip>('all');
  const [shown, setShown] = useState<string | null>(null);
  const query = kind === 'all' ? {} : { kind: kind === 'talk' ? TALK.join(',') : kind };
  const list = usePages(keys.timeline.list(personId, query), `/people/${personId}/timeline`, TimelinePage, query, {
    pageSize: 40,
  });
  const states = useMessageStates(
    personId,
    list.items.some((entry) => messageOf(entry) !== null),
  );
  return (
    <section className="panel timeline-panel" aria-labelledby="timeline-title">
      <div className="timeline-head">
        <h2 id="timeline-title">{t('people.timeline')}</h2>
        <ScrollX className="chips" role="group" aria-label={t('people.timeline.filter')}>
          {CHIPS.map((chip) => (
            <button
              type="button"
              key={chip}
              className="chip"
              aria-pressed={chip === kind}
              onClick={() => setKind(chip)}
            >
              {chip === 'all' ? t('common.all') : t(`people.kind.${chip}`)}
            </button>
          ))}
        </ScrollX>
      </div>
      {can('people.write') ? <Composer personId={personId} /> : null}
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      {list.isPending ? <LoadingRows rows={5} /> : null}
      {!list.error && !list.isPending && list.items.length === 0 ? (
        <EmptyState title={t('people.timeline.empty')} body={t('people.timeline.emptyBody')} />
      ) : null}
      <ol className="timeline">
        {list.items.map((entry) => (
          <Entry key={entry.id} entry={entry} became={states.get(messageOf(entry) ?? '')} onMessage={setShown} />
        ))}
      </ol>
      {shown ? <MessageDialog id={shown} ofPerson onClose={() => setShown(null)} /> : null}
      {list.hasMore ? (
        <Button variant="default" fullWidth loading={list.isFetchingMore} onClick={list.loadMore}>
          {t('people.timeline.older')}
        </Button>
      ) : null}
    </section>
  );
}

function Composer({ personId }: { personId: string }) {
  const t = useT();
  const [text, setText] = useState('');
  const [pinned, setPinned] = useState(false);
  const save = useAct({
    run: (body: { text: string; pinned: boolean }, key) =>
      api.post(`/people/${personId}/memos`, Memo, body, { idempotencyKey: key }),
    refresh: [keys.people.detail(personId), keys.timeline.of(personId)],
    showError: 'form',
    onDone: () => {
      setText('');
      setPinned(false);
    },
  });
  const submit = () => {
    if (text.trim() && !save.isPending) save.mutate({ text: text.trim(), pinned });
  };
  useShortcuts([{ keys: 'N', label: t('desk.key.note'), run: () => document.getElementById(COMPOSER)?.focus() }]);
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        id={COMPOSER}
        aria-label={t('people.memo.write')}
        placeholder={t('people.memo.write')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        }}
        error={save.error ? problemText(t, save.error) : undefined}
      />
      {text.trim() ? (
        <div className="composer-acts">
          <Checkbox
            size="sm"
            label={t('people.memo.pin')}
            checked={pinned}
            onChange={(event) => setPinned(event.currentTarget.checked)}
          />
          <Button
            type="submit"
            size="xs"
            variant="light"
            loading={save.isPending}
            rightSection={<Kbd keys="Ctrl+Enter" />}
          >
            {t('people.memo.save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
