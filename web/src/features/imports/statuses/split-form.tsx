import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { RowsDecided, type StatusCode } from '@anbu/contract';
import { api, keys, useAct, useStatuses } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Form, FormError } from '../../../ui/index.ts';
import type { Label } from './choices.ts';

const DAYS = ['bookingOn', 'visitOn', 'recontactOn'] as const;
const VALUES = ['calls', 'text', 'user'] as const;
type Condition = (typeof DAYS)[number] | (typeof VALUES)[number];
type Rule = { condition: Condition; value: string; decided: StatusCode };

/** Rows of one name that have something in common become one status. */
export function SplitForm({ importId, label }: { importId: string; label: Label }) {
  const t = useT();
  const statuses = useStatuses();
  const [condition, setCondition] = useState<Condition>('bookingOn');
  const [value, setValue] = useState('');
  const [decided, setDecided] = useState<StatusCode | null>(null);
  const split = useAct({
    run: (rule: Rule) =>
      api.put(`/imports/${importId}/status-rows`, RowsDecided, {
        label: label.label,
        when: ruleOf(rule),
        decided: rule.decided,
      }),
    refresh: [keys.imports.all],
    onDone: ({ rows }) => notifications.show({ message: t('assistant.split.done', { count: rows }), color: 'brand' }),
    showError: 'form',
  });
  const needsValue = VALUES.some((one) => one === condition);
  const ready = decided !== null && (!needsValue || value.trim() !== '');
  return (
    <Form
      label={t('assistant.split')}
      onSubmit={() => (decided && ready ? split.mutate({ condition, value, decided }) : undefined)}
    >
      <h3>{t('assistant.split')}</h3>
      <FormError error={split.error} />
      <div className="assistant-split">
        <Select
          label={t('assistant.split.when')}
          data={[...DAYS, ...VALUES].map((one) => ({ value: one, label: t(`assistant.split.${one}`) }))}
          value={condition}
          onChange={(one) => setCondition([...DAYS, ...VALUES].find((each) => each === one) ?? 'bookingOn')}
          allowDeselect={false}
        />
        {needsValue ? (
          <TextInput
            label={t('assistant.split.value')}
            value={value}
            inputMode={condition === 'calls' ? 'numeric' : 'text'}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        ) : null}
        <Select
          label={t('assistant.split.then')}
          // Which of three kinds an invalid one is, its rows say one by one.
          data={statuses
            .filter(({ code }) => code !== 'INVALID')
            .map((status) => ({ value: status.code, label: status.names[t.language] }))}
          value={decided}
          onChange={(code) => setDecided(statuses.find((status) => status.code === code)?.code ?? null)}
          searchable
        />
        <Button type="submit" variant="default" loading={split.isPending} disabled={!ready}>
          {t('assistant.split.do')}
        </Button>
      </div>
    </Form>
  );
}

function ruleOf({ condition, value }: Rule): Record<string, unknown> {
  if (condition === 'calls') return { calls: Number(value) };
  if (condition === 'text' || condition === 'user') return { [condition]: value.trim() };
  return { has: condition };
}
