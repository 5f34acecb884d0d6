import { Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DECLINED_REASONS, EnquiryPage } from '@anbu/contract';
import { api, useStatusName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { errorProp } from '../../../ui/index.ts';
import { Choices } from './choices.tsx';
import type { Part } from './then-fields.tsx';

/** Why somebody has no intention; another reason is written out. */
export function Declined(part: Part) {
  const { draft, change, error } = part;
  const t = useT();
  return (
    <>
      <Choices
        label={t('desk.declined.reason')}
        options={DECLINED_REASONS.map((value) => ({ value, label: t(`enquiries.declined.${value}`) }))}
        chosen={draft.declined ? [draft.declined] : []}
        onChoose={(declined) => change({ declined })}
        error={error('reasonCode')}
      />
      {draft.declined === 'OTHER' ? <Reason {...part} required /> : null}
    </>
  );
}

export function Reason({ draft, change, error, required }: Part & { required: boolean }) {
  const t = useT();
  return (
    <TextInput
      label={t('desk.reasonText')}
      required={required}
      value={draft.reasonText}
      maxLength={1000}
      onChange={(event) => change({ reasonText: event.currentTarget.value })}
      {...errorProp(error('reasonText'))}
    />
  );
}

/** Which of the three; a duplicate names its original. */
export function Invalid({ draft, change, error, enquiry }: Part) {
  const t = useT();
  const time = useTime(enquiry.siteId);
  const statusName = useStatusName();
  const others = useQuery({
    queryKey: ['enquiries', 'list', { personId: enquiry.personId, limit: 50 }],
    queryFn: ({ signal }) =>
      api.get('/enquiries', EnquiryPage, { query: { personId: enquiry.personId, limit: 50 }, signal }),
    enabled: draft.invalidKind === 'duplicate',
  });
  const candidates = (others.data?.items ?? []).filter((row) => row.id !== enquiry.id && !row.originalId);
  return (
    <>
      <Choices
        label={t('desk.invalid.kind')}
        options={(['wrong_number', 'fake', 'duplicate'] as const).map((value) => ({
          value,
          label: t(`enquiries.invalid.${value}`),
        }))}
        chosen={draft.invalidKind ? [draft.invalidKind] : []}
        onChoose={(invalidKind) => change({ invalidKind })}
        error={error('invalidKind')}
        columns={3}
      />
      {draft.invalidKind === 'duplicate' ? (
        <Select
          label={t('desk.invalid.original')}
          placeholder={
            others.isSuccess && candidates.length === 0
              ? t('desk.invalid.noOriginal')
              : t('desk.invalid.chooseOriginal')
          }
          data={candidates.map((row) => ({
            value: row.id,
            label: `${time.when(row.receivedAt)} · ${statusName(row.status)}`,
          }))}
          value={draft.originalId}
          onChange={(originalId) => change({ originalId })}
          {...errorProp(error('originalId'))}
        />
      ) : null}
    </>
  );
}

/** What the person said, in her words: of the refusal, or of the new consent. */
export function Evidence({ draft, change, error }: Part) {
  const t = useT();
  return (
    <>
      <Choices
        label={t('desk.evidence.kind')}
        options={(['call', 'message', 'in_person'] as const).map((value) => ({
          value,
          label: t(`desk.evidence.${value}`),
        }))}
        chosen={[draft.evidenceKind]}
        onChoose={(evidenceKind) => change({ evidenceKind })}
        columns={3}
      />
      <Textarea
        label={t('desk.evidence.text')}
        description={t('desk.evidence.hint')}
        autosize
        minRows={2}
        maxLength={1000}
        value={draft.evidence}
        onChange={(event) => change({ evidence: event.currentTarget.value })}
        {...errorProp(error('evidence') ?? error('evidence.text'))}
      />
    </>
  );
}
