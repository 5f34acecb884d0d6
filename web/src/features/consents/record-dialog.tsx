import { Checkbox, FileInput, NativeSelect, SegmentedControl, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import {
  ConsentEvidence,
  ConsentKind,
  MESSAGE_CHANNELS,
  PersonConsents,
  PURPOSES,
  STAFF_SOURCES,
  type MessageChannel,
  type Person,
  type Purpose,
} from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Dialog, errorProp, Form, FormActs, FormError, useFormErrors } from '../../ui/index.ts';

/** Channels that no written consent is asked for one by one. */
const OF_DATA: MessageChannel = 'web';

async function bringFile(personId: string, file: File, key: string): Promise<string> {
  const form = new FormData();
  form.set('file', file);
  const brought = await api.post(`/people/${personId}/consent-evidence`, ConsentEvidence, form, {
    idempotencyKey: key,
  });
  return brought.id;
}

/** What she said, with the evidence: several channels at once, by day and at night. */
export function RecordDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const stateLabel = useId();
  const [kind, setKind] = useState<ConsentKind>('contact');
  const [purpose, setPurpose] = useState<Purpose>('marketing');
  const [channels, setChannels] = useState<MessageChannel[]>(['sms']);
  const [night, setNight] = useState(false);
  const [state, setState] = useState<'granted' | 'withdrawn'>('granted');
  const [source, setSource] = useState<(typeof STAFF_SOURCES)[number]>('counter');
  const [guardian, setGuardian] = useState('');
  const [evidence, setEvidence] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [asked, setAsked] = useState(false);
  const save = useAct({
    run: async (
      { proof, proofName: _name, ...body }: { proof: File | null; proofName: string } & Record<string, unknown>,
      key,
    ) => {
      const evidenceFileId = proof === null ? undefined : await bringFile(person.id, proof, `${key}-file`);
      const said = { ...body, evidenceFileId };
      return api.post(`/people/${person.id}/consents`, PersonConsents, said, { idempotencyKey: key });
    },
    refresh: [keys.people.detail(person.id), keys.timeline.of(person.id)],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  const errors = useFormErrors(save.error, ['evidence', 'givenById', 'entries', 'file']);
  const isContact = kind === 'contact';
  const chosen = isContact ? channels : [OF_DATA];
  const submit = () => {
    setAsked(true);
    if (!evidence.trim() || chosen.length === 0 || (kind === 'guardian' && !guardian)) return;
    const entries = chosen.flatMap((channel) => [
      { kind, purpose, channel, night: false, state },
      // Agreeing by day alone refuses nothing at night that was not agreed to before; a refusal by day ends the night too.
      ...(isContact && night && state === 'granted' ? [{ kind, purpose, channel, night: true, state }] : []),
    ]);
    save.mutate({
      proof: file,
      proofName: file ? `${file.name} ${file.size}` : '',
      entries,
      source,
      evidence,
      ...(kind === 'guardian' ? { givenById: guardian } : {}),
    });
  };
  return (
    <Dialog title={t('consents.record')} onClose={onClose}>
      <Form onSubmit={submit} label={t('consents.record')}>
        <FormError summary={errors.summary} />
        <NativeSelect
          label={t('consents.field.kind')}
          value={kind}
          onChange={(event) => setKind(ConsentKind.parse(event.currentTarget.value))}
          data={ConsentKind.options
            .filter((one) => one !== 'guardian' || person.related.length > 0)
            .map((value) => ({ value, label: t(`consents.kind.${value}`) }))}
          data-autofocus
        />
        <NativeSelect
          label={t('consents.field.purpose')}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value as Purpose)}
          data={PURPOSES.map((value) => ({ value, label: t(`gate.purpose.${value}`) }))}
        />
        {isContact ? (
          <Checkbox.Group
            label={t('consents.field.channels')}
            value={channels}
            onChange={(values) => setChannels(values as MessageChannel[])}
            {...errorProp(asked && channels.length === 0 ? t('field.required') : undefined)}
          >
            <div className="consent-channels">
              {MESSAGE_CHANNELS.map((channel) => (
                <Checkbox key={channel} value={channel} label={t(`gate.channel.${channel}`)} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        {kind === 'guardian' ? (
          <NativeSelect
            label={t('consents.field.guardian')}
            value={guardian}
            onChange={(event) => setGuardian(event.currentTarget.value)}
            data={[
              { value: '', label: '–' },
              ...person.related.map(({ person: { id, name } }) => ({ value: id, label: name ?? t('common.noName') })),
            ]}
            {...errorProp(asked && !guardian ? t('field.required') : errors.field('givenById'))}
          />
        ) : null}
        <div>
          <p id={stateLabel} className="field-label">
            {t('consents.field.state')}
          </p>
          <SegmentedControl
            aria-labelledby={stateLabel}
            value={state}
            onChange={(value) => setState(value as typeof state)}
            data={(['granted', 'withdrawn'] as const).map((value) => ({ value, label: t(`consents.state.${value}`) }))}
          />
        </div>
        {isContact && state === 'granted' ? (
          <Checkbox
            label={t('consents.field.night')}
            description={t('consents.field.nightHint')}
            checked={night}
            onChange={(event) => setNight(event.currentTarget.checked)}
          />
        ) : null}
        <NativeSelect
          label={t('consents.field.source')}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value as typeof source)}
          data={STAFF_SOURCES.map((value) => ({ value, label: t(`consents.source.${value}`) }))}
        />
        <Textarea
          label={t('consents.field.evidence')}
          description={t('consents.field.evidenceHint')}
          value={evidence}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={(event) => setEvidence(event.currentTarget.value)}
          {...errorProp(asked && !evidence.trim() ? t('field.required') : errors.field('evidence'))}
        />
        <FileInput
          label={t('consents.field.file')}
          description={t('consents.field.fileHint')}
          placeholder={t('import.choose')}
          accept="application/pdf,image/*"
          clearable
          value={file}
          onChange={setFile}
          {...errorProp(errors.field('file'))}
        />
        <FormActs busy={save.isPending} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}
