import './letters.css';
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LetterLayout, LetterLayoutPage, WINDOWS } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';
import { SitesPanel } from '../settings/parts.tsx';

const MEASURES = ['leftMm', 'topMm', 'widthMm', 'heightMm'] as const;
const KINDS = ['kr', 'dinB', 'dinA'] as const;

/** How letters of each site fit its envelopes. */
export function LetterLayouts({ writes }: { writes: boolean }) {
  const t = useT();
  const list = useQuery({
    queryKey: keys.letters.layouts,
    queryFn: ({ signal }) => api.get('/letters/layouts', LetterLayoutPage, { signal }),
  });
  return (
    <SitesPanel
      title={t('settings.letters')}
      hint={t('settings.letters.sub')}
      list={list}
      nameOf={({ siteName }) => siteName}
      wordsOf={(layout) =>
        [t(`settings.letters.window.${kindOf(layout)}`), layout.returnLine].filter(Boolean).join(' · ')
      }
      writes={writes}
      dialog={(layout, onClose) => <LayoutDialog layout={layout} onClose={onClose} />}
    />
  );
}

function kindOf(layout: LetterLayout): (typeof KINDS)[number] | 'own' {
  return KINDS.find((kind) => MEASURES.every((measure) => WINDOWS[kind][measure] === layout[measure])) ?? 'own';
}

function LayoutDialog({ layout, onClose }: { layout: LetterLayout; onClose: () => void }) {
  const t = useT();
  const [input, setInput] = useState(layout);
  const [sender, setSender] = useState(layout.senderLines.join('\n'));
  const set = (change: Partial<LetterLayout>) => setInput((before) => ({ ...before, ...change }));
  const save = useAct({
    run: (_: null, _key) => {
      const { siteId: _site, siteName: _name, version, ...fields } = input;
      const senderLines = sender
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
      return api.put(`/letters/layouts/${layout.siteId}`, LetterLayout, {
        ...fields,
        senderLines,
        ...(version > 0 ? { version } : {}),
      });
    },
    refresh: [keys.letters.layouts],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, [...MEASURES, 'returnLine', 'senderLines']);
  const kind = kindOf(input);
  return (
    <Dialog title={`${t('settings.letters')} – ${layout.siteName}`} onClose={onClose}>
      <Form onSubmit={() => save.mutate(null)} label={t('settings.letters')}>
        <FormError summary={errors.summary} />
        <Select
          label={t('settings.letters.window')}
          data={[...KINDS, 'own' as const].map((value) => ({ value, label: t(`settings.letters.window.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => {
            const known = KINDS.find((one) => one === value);
            if (known) set(WINDOWS[known]);
          }}
        />
        <div className="form-line">
          {MEASURES.map((measure) => (
            <NumberInput
              key={measure}
              className="grow"
              label={t(`settings.letters.${measure}`)}
              min={0}
              max={200}
              value={input[measure]}
              onChange={(value) => set({ [measure]: Number(value) || 0 })}
              {...errorProp(errors.field(measure))}
            />
          ))}
        </div>
        <TextInput
          label={t('settings.letters.returnLine')}
          description={t('settings.letters.returnHint')}
          maxLength={120}
          value={input.returnLine}
          onChange={(event) => set({ returnLine: event.currentTarget.value })}
          {...errorProp(errors.field('returnLine'))}
        />
        <Textarea
          label={t('settings.letters.senderLines')}
          autosize
          minRows={2}
          maxRows={6}
          value={sender}
          onChange={(event) => setSender(event.currentTarget.value)}
          {...errorProp(errors.field('senderLines'))}
        />
        {(['foldMarks', 'machineMarks'] as const).map((field) => (
          <Switch
            key={field}
            label={t(`settings.letters.${field}`)}
            checked={input[field]}
            onChange={(event) => set({ [field]: event.currentTarget.checked })}
          />
        ))}
        <FormActs busy={save.isPending} submit={t('common.save')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
