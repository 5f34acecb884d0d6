import { Button } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { InvalidKind, type StatusCode } from '@anbu/contract';
import { api, keys, useAct, useStatuses } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../shortcuts/registry.ts';
import { Kbd, StatusBadge } from '../../../ui/index.ts';
import { keyed, percentOf, type Label } from './choices.ts';
import { SplitForm } from './split-form.tsx';

const STAGES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const KINDS = InvalidKind.options;
type Decision = { decided: StatusCode | 'by-row' | null; invalidKind?: InvalidKind };

/** One name: who used it, what happened next, what it may mean and why; and the 21 in families with their next rule. */
export function LabelPanel({
  importId,
  label,
  open,
  onDone,
}: {
  importId: string;
  label: Label;
  open: boolean;
  onDone: () => void;
}) {
  const t = useT();
  const statuses = useStatuses();
  const [askingKind, setAskingKind] = useState(false);
  const decide = useAct({
    run: ({ decided, invalidKind }: Decision) => {
      const proposal = label.proposals.find(({ code }) => code === decided);
      return api.put(`/imports/${importId}/status-mapping`, z.unknown(), {
        items: [
          {
            label: label.label,
            decided,
            ...(invalidKind ? { invalidKind } : {}),
            ...(decided === 'HOLD' && proposal?.holdReasons ? { holdReasons: proposal.holdReasons } : {}),
          },
        ],
      });
    },
    refresh: [keys.imports.all],
    onDone: (_, { decided }) => (decided === null ? undefined : onDone()),
  });
  const choose = (code: StatusCode) => {
    const kind = label.proposals.find((proposal) => proposal.code === code)?.invalidKind;
    if (code === 'INVALID' && !kind) setAskingKind(true);
    else decide.mutate({ decided: code, ...(kind ? { invalidKind: kind } : {}) });
  };
  const byKey = keyed(label.proposals.map(({ code }) => code));
  useShortcuts([
    ...byKey.map((code, index) => ({
      keys: String(index + 1),
      label: t('assistant.key.choose', { number: index + 1 }),
      when: open,
      run: () => choose(code),
    })),
    { keys: '0', label: t('assistant.byRow'), when: open, run: () => decide.mutate({ decided: 'by-row' }) },
  ]);
  return (
    <section className="panel panel-body assistant-panel" aria-label={t('assistant.means', { label: label.label })}>
      <h2>{t('assistant.means', { label: label.label })}</h2>
      <Facts label={label} />
      <ul className="assistant-proposals" aria-label={t('assistant.proposals')}>
        {label.proposals.map((proposal) => {
          const rows = label.split.find(({ code }) => code === proposal.code)?.count;
          return (
            <li key={proposal.code}>
              <StatusBadge status={proposal.code} />
              <strong>{t('assistant.percent', { percent: Math.round(proposal.confidence * 100) })}</strong>
              {rows === undefined ? null : <span className="text-2">{t('assistant.rows', { count: rows })}</span>}
              <span className="text-2">{proposal.why.text}</span>
            </li>
          );
        })}
      </ul>
      {askingKind ? (
        <div role="group" aria-label={t('assistant.kindOf')} className="assistant-acts">
          <strong>{t('assistant.kindOf')}</strong>
          {KINDS.map((kind) => (
            <Button
              key={kind}
              variant="light"
              size="xs"
              onClick={() => decide.mutate({ decided: 'INVALID', invalidKind: kind })}
            >
              {t(`assistant.kind.${kind}`)}
            </Button>
          ))}
        </div>
      ) : null}
      {open ? (
        <div className="assistant-acts">
          <Button
            variant={label.decided === 'by-row' ? 'light' : 'default'}
            size="xs"
            onClick={() => decide.mutate({ decided: 'by-row' })}
          >
            {t('assistant.byRow')} <Kbd keys="0" />
          </Button>
          <span className="text-2">{t('assistant.byRowHint')}</span>
          {label.decided !== null && !label.governed ? (
            <Button variant="subtle" size="xs" onClick={() => decide.mutate({ decided: null })}>
              {t('assistant.takeBack')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <div className="assistant-families">
        {STAGES.map((stage) => (
          <fieldset key={stage} className="assistant-family">
            <legend>{t(`settings.stage.${stage}`)}</legend>
            {statuses
              .filter((status) => status.stage === stage)
              .map((status) => {
                const key = byKey.indexOf(status.code) + 1;
                return (
                  <button
                    key={status.code}
                    type="button"
                    className="assistant-status"
                    aria-pressed={label.decided === status.code}
                    disabled={!open || decide.isPending}
                    onClick={() => choose(status.code)}
                  >
                    <span>
                      {key > 0 ? <Kbd keys={String(key)} /> : null} <StatusBadge status={status.code} />
                    </span>
                    <span className="text-2">{status.clock[t.language]}</span>
                  </button>
                );
              })}
          </fieldset>
        ))}
      </div>
      {open ? <SplitForm importId={importId} label={label} /> : null}
    </section>
  );
}

function Facts({ label }: { label: Label }) {
  const t = useT();
  const time = useTime();
  const { users, next, spellings, spellingOf } = label;
  const facts = [
    label.governed ? t('assistant.governed') : null,
    label.remembered ? t('assistant.remembered') : null,
    spellingOf === null ? null : t('assistant.spellingOf', { label: spellingOf }),
    spellings.length > 1
      ? t('assistant.spellings', { spellings: spellings.map((one) => `${one.label} ${one.count}`).join(' · ') })
      : null,
    users.length > 0
      ? t('assistant.users', {
          users: users
            .slice(0, MOST_USERS)
            .map((user) => `${user.name} ${percentOf(user.count, label)}%`)
            .join(' · '),
        })
      : null,
    next ? t('assistant.next', next) : null,
    next && next.meanCalls !== null ? t('assistant.meanCalls', { calls: next.meanCalls }) : null,
    label.decidedBy && label.decidedAt
      ? t('assistant.decidedBy', { name: label.decidedBy, when: time.when(label.decidedAt) })
      : null,
  ].filter((fact) => fact !== null);
  return (
    <ul className="assistant-facts text-2">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

const MOST_USERS = 6;
