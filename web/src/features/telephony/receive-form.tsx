import { Button, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { CallEnquiryMade, type PhoneCall } from '@anbu/contract';
import { api, keys, useAct, useInterests } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { errorProp, Form, FormError, useFormErrors } from '../../ui/index.ts';

/** A new enquiry of who calls, in two fields; the number is the call's. */
export function ReceiveForm({ call, onClose }: { call: PhoneCall; onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const interests = useInterests().filter(({ active }) => active);
  const [name, setName] = useState('');
  const [interest, setInterest] = useState<string | null>(null);
  const receive = useAct({
    run: (body: Record<string, string>, key) =>
      api.post(`/telephony/calls/${call.id}/enquiry`, CallEnquiryMade, body, { idempotencyKey: key }),
    refresh: [keys.phone.now],
    showError: 'form',
    onDone: ({ personId, enquiryId }) => {
      onClose();
      void navigate({ to: '/people/$personId', params: { personId }, search: { enquiry: enquiryId } });
    },
  });
  const errors = useFormErrors(receive.error, ['name', 'interest']);
  return (
    <Form
      label={t('telephony.receive')}
      onSubmit={() =>
        receive.mutate({ ...(name.trim() ? { name: name.trim() } : {}), ...(interest ? { interest } : {}) })
      }
    >
      <FormError summary={errors.summary} />
      <div className="call-bar-form">
        <TextInput
          size="xs"
          label={t('telephony.callerName')}
          value={name}
          autoFocus
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          {...errorProp(errors.field('name'))}
        />
        <Select
          size="xs"
          label={t('telephony.callerInterest')}
          data={interests.map(({ code, names }) => ({ value: code, label: names[t.language] }))}
          value={interest}
          onChange={setInterest}
          {...errorProp(errors.field('interest'))}
        />
        <Button size="xs" variant="light" type="submit" loading={receive.isPending}>
          {t('common.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </Form>
  );
}
