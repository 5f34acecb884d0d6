import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConsentKind, ConsentText, ConsentTextPage, Language, PURPOSES, type Purpose } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { LANGUAGE_NAMES, useT, useTime } from '../../i18n/index.ts';
import {
  Dialog,
  errorProp,
  ErrorState,
  Form,
  FormActs,
  FormError,
  LoadingRows,
  useFormErrors,
} from '../../ui/index.ts';
import { Panel } from '../settings/parts.tsx';

/** What people consent to, the newest version of each; those before it stay with the consents that were given to them. */
export function ConsentTexts({ writes }: { writes: boolean }) {
  const t = useT();
  const time = useTime();
  const [adding, setAdding] = useState<Partial<ConsentText> | null>(null);
  const texts = useQuery({
    queryKey: keys.consentTexts,
    queryFn: ({ signal }) => api.get('/consent-texts', ConsentTextPage, { signal }),
  });
  const items = texts.data?.items ?? [];
  const newest = items.filter(
    (text, place) =>
      items.findIndex(
        (one) => one.kind === text.kind && one.purpose === text.purpose && one.language === text.language,
      ) === place,
  );
  return (
    <Panel title={t('settings.gate.texts')}>
      {texts.error ? <ErrorState error={texts.error} onRetry={() => void texts.refetch()} /> : null}
      {texts.isPending ? <LoadingRows rows={3} /> : null}
      {texts.data && newest.length === 0 ? <p className="text-2">{t('settings.gate.texts.empty')}</p> : null}
      {newest.map((text) => (
        <div className="setting-row" key={text.id}>
          <div className="setting-row-words">
            <strong>
              {[t(`consents.kind.${text.kind}`), t(`gate.purpose.${text.purpose}`), LANGUAGE_NAMES[text.language]].join(
                ' · ',
              )}
            </strong>
            <div lang={text.language}>{text.body}</div>
            <div className="text-2">
              {[
                t('consents.textVersion', { version: text.version }),
                text.madeByName,
                time.when(text.madeAt),
                text.reason,
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </div>
          {writes ? (
            <Button
              variant="default"
              size="xs"
              aria-label={t('settings.gate.editNamed', {
                name: `${t(`gate.purpose.${text.purpose}`)} ${LANGUAGE_NAMES[text.language]}`,
              })}
              onClick={() => setAdding(text)}
            >
              {t('common.edit')}
            </Button>
          ) : null}
        </div>
      ))}
      {writes ? (
        <Button variant="default" size="xs" onClick={() => setAdding({})}>
          {t('settings.gate.texts.add')}
        </Button>
      ) : null}
      {adding ? <TextDialog before={adding} onClose={() => setAdding(null)} /> : null}
    </Panel>
  );
}

function TextDialog({ before, onClose }: { before: Partial<ConsentText>; onClose: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<ConsentKind>(before.kind ?? 'contact');
  const [purpose, setPurpose] = useState<Purpose>(before.purpose ?? 'marketing');
  const [language, setLanguage] = useState<Language>(before.language ?? 'ko');
  const [body, setBody] = useState(before.body ?? '');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: (input: object, key) => api.post('/consent-texts', ConsentText, input, { idempotencyKey: key }),
    refresh: [keys.consentTexts],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['body', 'reason']);
  const missing = (name: string, value: string) =>
    errorProp(asked && !value.trim() ? t('field.required') : errors.field(name));
  const submit = () => {
    setAsked(true);
    if (body.trim() && reason.trim()) save.mutate({ kind, purpose, language, body, reason });
  };
  return (
    <Dialog title={t('settings.gate.texts.add')} onClose={onClose}>
      <Form onSubmit={submit} label={t('settings.gate.texts.add')}>
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('consents.field.kind')}
          value={kind}
          onChange={(event) => setKind(ConsentKind.parse(event.currentTarget.value))}
          data={ConsentKind.options.map((value) => ({ value, label: t(`consents.kind.${value}`) }))}
          data-autofocus
        />
        <NativeSelect
          label={t('consents.field.purpose')}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value as Purpose)}
          data={PURPOSES.map((value) => ({ value, label: t(`gate.purpose.${value}`) }))}
        />
        <NativeSelect
          label={t('people.language')}
          value={language}
          onChange={(event) => setLanguage(Language.parse(event.currentTarget.value))}
          data={Language.options.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Textarea
          label={t('settings.gate.texts.body')}
          value={body}
          maxLength={8_000}
          autosize
          minRows={4}
          onChange={(event) => setBody(event.currentTarget.value)}
          {...missing('body', body)}
        />
        <TextInput
          label={t('settings.gate.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...missing('reason', reason)}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
