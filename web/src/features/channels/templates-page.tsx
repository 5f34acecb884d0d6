import './channels.css';
import { Button, TextInput } from '@mantine/core';
import { FileText, Plus } from 'lucide-react';
import { useState } from 'react';
import { Message, Template, TemplatePage, type TemplateVersion } from '@anbu/contract';
import { api, keys, useAct, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { DayInput, Dialog, FamilyBadge, Form, FormActs, FormError } from '../../ui/index.ts';
import { EditDialog, ListState, Panel, SettingsPage } from '../settings/parts.tsx';
import { TemplateForm } from './template-form.tsx';

/** Templates of all channels: what is sent, and what waits for approval. */
export function TemplatesPage() {
  const t = useT();
  const writes = useCan()('settings.write');
  const [edited, setEdited] = useState<Template | 'new' | null>(null);
  const list = usePages(keys.templates.list({}), '/templates', TemplatePage);
  return (
    <SettingsPage
      title={t('settings.templates')}
      sub={t('settings.templates.sub')}
      writes={writes}
      primary={
        writes ? (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            {t('settings.templates.add')}
          </Button>
        ) : null
      }
    >
      <ListState
        list={{ ...list, data: list.isPending || list.error ? undefined : list, refetch: list.retry }}
        icon={<FileText size={22} strokeWidth={1.75} />}
        title={t('settings.templates.empty')}
        body={t('settings.templates.emptyBody')}
      />
      {list.items.length > 0 ? (
        <Panel>
          {list.items.map((template) => (
            <Row key={template.id} template={template} writes={writes} onEdit={() => setEdited(template)} />
          ))}
        </Panel>
      ) : null}
      {list.hasMore ? (
        <Button variant="default" loading={list.isFetchingMore} onClick={list.loadMore}>
          {t('common.more')}
        </Button>
      ) : null}
      <EditDialog edited={edited} add={t('settings.templates.add')} size="xl" onClose={() => setEdited(null)}>
        {(template) => <TemplateForm template={template} onDone={() => setEdited(null)} />}
      </EditDialog>
    </SettingsPage>
  );
}

function Row({ template, writes, onEdit }: { template: Template; writes: boolean; onEdit: () => void }) {
  const t = useT();
  const time = useTime();
  const [asking, setAsking] = useState<'approve' | 'test' | null>(null);
  const { latest, approved } = template;
  const waits = latest.state === 'draft';
  const shown = approved ?? latest;
  // Approved once, and its last day is past: nothing is sent by it.
  const isOver = !approved && latest.state === 'approved';
  const withdraw = useAct({
    run: (version: TemplateVersion, key) =>
      api.post(`/templates/${template.id}/versions/${version.no}/withdraw`, Template, {}, { idempotencyKey: key }),
    refresh: [keys.templates.all],
    done: t('common.saved'),
  });
  return (
    <div className="setting-row way-row">
      <div className="setting-row-words">
        <strong>
          {template.name}
          <FamilyBadge family={approved ? 'booked' : isOver ? 'complaint' : 'hold'}>
            {isOver
              ? t('settings.templates.over')
              : t(`settings.templates.state.${approved ? 'approved' : latest.state}`)}
          </FamilyBadge>
        </strong>
        <div className="text-2">
          {[
            t(`gate.purpose.${template.purpose}`),
            template.channels.map((channel) => t(`gate.channel.${channel}`)).join(' → '),
            t('settings.templates.version', { no: shown.no }),
            shown.reviewNumber ? t('settings.templates.reviewNo', { number: shown.reviewNumber }) : null,
            shown.expiresOn ? t('settings.templates.until', { day: time.day(shown.expiresOn) }) : null,
            shown.signedOffUntil ? t('settings.templates.signedOff', { day: time.day(shown.signedOffUntil) }) : null,
            waits && approved ? t('settings.templates.newer') : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {writes ? (
        <>
          {waits ? (
            <Button variant="light" size="xs" onClick={() => setAsking('approve')}>
              {t('settings.templates.approve')}
            </Button>
          ) : null}
          {approved && !waits ? (
            <Button
              variant="subtle"
              size="xs"
              color="gray"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate(approved)}
            >
              {t('settings.templates.withdraw')}
            </Button>
          ) : null}
          <Button variant="subtle" size="xs" onClick={() => setAsking('test')}>
            {t('settings.templates.test')}
          </Button>
          <Button variant="default" size="xs" aria-label={`${t('common.edit')} ${template.name}`} onClick={onEdit}>
            {t('common.edit')}
          </Button>
        </>
      ) : null}
      {asking === 'approve' ? <Approve template={template} onClose={() => setAsking(null)} /> : null}
      {asking === 'test' ? <Test template={template} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function Approve({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useT();
  const { no } = template.latest;
  const [reviewNumber, setReviewNumber] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(null);
  const [reference, setReference] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const signOff = reference.trim() !== '' && until !== null ? { reference, until } : null;
  const approve = useAct({
    run: (_: null, key) =>
      api.post(
        `/templates/${template.id}/versions/${no}/approve`,
        Template,
        { reviewNumber: reviewNumber.trim() === '' ? null : reviewNumber, expiresOn, signOff },
        { idempotencyKey: key },
      ),
    refresh: [keys.templates.all],
    done: t('common.saved'),
    onDone: onClose,
    showError: 'form',
  });
  return (
    <Dialog title={t('settings.templates.approveTitle', { no })} onClose={onClose}>
      <Form onSubmit={() => approve.mutate(null)} label={t('settings.templates.approve')}>
        <FormError error={approve.error} />
        <TextInput
          label={t('settings.templates.review')}
          value={reviewNumber}
          data-autofocus
          onChange={(event) => setReviewNumber(event.currentTarget.value)}
        />
        <DayInput label={t('settings.templates.expires')} value={expiresOn} onChange={setExpiresOn} />
        {template.purpose === 'marketing' ? (
          <>
            <TextInput
              label={t('settings.templates.signOff')}
              description={t('settings.templates.signOffHint')}
              value={reference}
              maxLength={200}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
            <DayInput label={t('settings.templates.signedOffUntil')} value={until} onChange={setUntil} />
          </>
        ) : null}
        <FormActs busy={approve.isPending} submit={t('settings.templates.approve')} onCancel={onClose} />
      </Form>
    </Dialog>
  );
}

function Test({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useT();
  const [to, setTo] = useState('');
  const channel = to.includes('@') ? 'email' : 'sms';
  const language = (['ko', 'en', 'zh'] as const).find((one) => template.latest.bodies[one]) ?? 'ko';
  const test = useAct({
    run: (_: null, key) =>
      api.post(
        `/templates/${template.id}/test`,
        Message,
        { channel, language, to: to.trim() },
        { idempotencyKey: key },
      ),
    done: t('settings.templates.tested'),
    onDone: onClose,
    showError: 'form',
  });
  return (
    <Dialog title={t('settings.templates.test')} onClose={onClose}>
      <Form onSubmit={() => test.mutate(null)} label={t('settings.templates.test')}>
        <FormError error={test.error} />
        <TextInput
          label={t('settings.templates.testTo')}
          value={to}
          data-autofocus
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <FormActs
          busy={test.isPending}
          submit={t('messages.compose.send')}
          disabled={to.trim() === ''}
          onCancel={onClose}
        />
      </Form>
    </Dialog>
  );
}
