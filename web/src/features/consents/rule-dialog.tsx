import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { GateRule } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { shownLanguage, useT, useTime } from '../../i18n/index.ts';
import { DayInput, Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { useRuleWords } from './rule-words.ts';

/** The organisation's own form of a rule, from a day on, with the reason. What it risks is said before. */
export function RuleDialog({ rule, onClose }: { rule: GateRule; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const words = useRuleWords();
  const [params, setParams] = useState(rule.current.params);
  const [active, setActive] = useState(rule.current.active);
  const [validFrom, setValidFrom] = useState<string | null>(time.today);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (body: object) => api.put(`/gate/rules/${rule.code}`, GateRule, body),
    refresh: [keys.gateRules],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['params', 'reason', 'validFrom']);
  const set = (name: string, value: string | number | boolean) => setParams((before) => ({ ...before, [name]: value }));
  const submit = () => {
    setAsked(true);
    if (!reason.trim() || !validFrom) return;
    save.mutate({ active, params, validFrom, reason, revision: rule.revision });
  };
  const fields = Object.entries(params).filter(([name]) => words.isKnown(name));
  return (
    <Dialog title={words.name(rule)} onClose={onClose}>
      <Form onSubmit={submit} label={words.name(rule)}>
        <p className="text-2">{t('consents.why.rule', { source: rule.law[shownLanguage()] })}</p>
        <p className="contact-hold" role="note">
          {[words.risk(rule), t('settings.gate.risk')].filter(Boolean).join(' ')}
        </p>
        <FormError summary={errors.summary} />
        <Checkbox
          label={t('settings.gate.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        {fields.map(([name, value]) =>
          typeof value === 'number' ? (
            <NumberInput
              key={name}
              label={words.param(name)}
              value={value}
              min={0}
              max={10_000}
              allowDecimal={false}
              onChange={(next) => set(name, typeof next === 'number' ? next : 0)}
            />
          ) : typeof value === 'boolean' ? (
            <Checkbox
              key={name}
              label={words.param(name)}
              checked={value}
              onChange={(event) => set(name, event.currentTarget.checked)}
            />
          ) : (
            <TextInput
              key={name}
              label={words.param(name)}
              value={value}
              maxLength={5}
              onChange={(event) => set(name, event.currentTarget.value)}
              {...errorProp(errors.field('params'))}
            />
          ),
        )}
        <DayInput
          label={t('settings.gate.validFrom')}
          value={validFrom}
          onChange={setValidFrom}
          {...errorProp(asked && !validFrom ? t('field.required') : errors.field('validFrom'))}
        />
        <Textarea
          label={t('settings.gate.reason')}
          description={t('settings.gate.reasonHint')}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...errorProp(asked && !reason.trim() ? t('field.required') : errors.field('reason'))}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
