import { useState } from 'react';
import type { z } from 'zod';
import {
  InvalidKind,
  RowsDecided,
  type RowExample,
  type StatusCode,
  type StatusQuestion,
  type StatusQuestionPage,
} from '@anbu/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api, keys, useAct } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { EmptyState, Kbd, StatusBadge } from '../../../ui/index.ts';
import { keyed } from './choices.ts';

type Answer = { group: string; decided: StatusCode; invalidKind?: InvalidKind };

/** Rows whose meaning must be said, one kind at a time with its real rows, answered by a number key. */
export function QuestionsView({
  importId,
  questions,
  open,
}: {
  importId: string;
  questions: readonly StatusQuestion[];
  open: boolean;
}) {
  const t = useT();
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [askingKind, setAskingKind] = useState(false);
  const place = Math.min(at, questions.length - 1);
  const question = questions[place];
  const answer = useAct({
    run: (given: Answer) => api.put(`/imports/${importId}/status-rows`, RowsDecided, given),
    onDone: (_, { group }) => {
      setAskingKind(false);
      // The next question at once, while the page is read again.
      client.setQueryData<z.output<typeof StatusQuestionPage>>(
        keys.imports.questions(importId),
        (page) => page && { ...page, items: page.items.filter((asked) => asked.group !== group) },
      );
      void client.invalidateQueries({ queryKey: keys.imports.all });
    },
  });
  const canAnswer = open && !(answer.isPending && answer.variables.group === question?.group);
  const decide = (given: Omit<Answer, 'group'>) => {
    if (question) answer.mutate({ group: question.group, ...given });
  };
  const choose = (code: StatusCode) => (code === 'INVALID' ? setAskingKind(true) : decide({ decided: code }));
  const byKey = question ? keyed(question.choices) : [];
  useShortcuts([
    { keys: 'J', label: t('assistant.key.next'), run: () => setAt(Math.min(questions.length - 1, place + 1)) },
    { keys: 'K', label: t('assistant.key.previous'), run: () => setAt(Math.max(0, place - 1)) },
    ...byKey.map((code, index) => ({
      keys: String(index + 1),
      label: t('assistant.key.choose', { number: index + 1 }),
      when: canAnswer,
      run: () => choose(code),
    })),
  ]);
  if (!question) return <EmptyState title={t('assistant.question.none')} body={t('assistant.question.noneBody')} />;
  return (
    <section className="panel panel-body assistant-question" aria-live="polite">
      <h2>{t('assistant.question', { label: question.label, count: question.count })}</h2>
      <p className="text-2">
        {place + 1} / {questions.length} · {t('assistant.question.key')}
      </p>
      <ul className="assistant-examples">
        {question.examples.map((example) => (
          <Example key={example.row} example={example} />
        ))}
      </ul>
      <div className="assistant-choices">
        {byKey.map((code, index) => (
          <button
            key={code}
            type="button"
            className="assistant-status"
            disabled={!canAnswer}
            onClick={() => choose(code)}
          >
            <span>
              <Kbd keys={String(index + 1)} /> <StatusBadge status={code} />
            </span>
          </button>
        ))}
      </div>
      {askingKind ? (
        <div role="group" aria-label={t('assistant.kindOf')} className="assistant-acts">
          <strong>{t('assistant.kindOf')}</strong>
          {InvalidKind.options.map((kind) => (
            <Button
              key={kind}
              size="xs"
              variant="light"
              onClick={() => decide({ decided: 'INVALID', invalidKind: kind })}
            >
              {t(`assistant.kind.${kind}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </section>
  );
}

function Example({ example }: { example: RowExample }) {
  const t = useT();
  const time = useTime();
  const { calls, bookingOn, visitOn, recontactOn, receivedOn } = example;
  const facts = [
    t('assistant.example.row', { row: example.row }),
    example.user,
    receivedOn === null ? null : time.day(receivedOn),
    calls === null ? null : t('assistant.example.calls', { count: calls }),
    bookingOn === null ? null : t('assistant.example.booking', { day: time.day(bookingOn) }),
    visitOn === null ? null : t('assistant.example.visit', { day: time.day(visitOn) }),
    recontactOn === null ? null : t('assistant.example.recontact', { day: time.day(recontactOn) }),
  ].filter((fact) => fact !== null);
  return (
    <li>
      <strong>{example.name ?? '–'}</strong> <span className="text-2">{facts.join(' · ')}</span>
      <div>{example.text ?? <span className="text-2">{t('assistant.example.noMemo')}</span>}</div>
    </li>
  );
}
