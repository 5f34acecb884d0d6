import { TemplateInput } from '@anbu/contract';
import { must } from '../kernel/outcome.ts';
import { addTemplate, approveVersion } from '../modules/channels/index.ts';
import type { Tx } from '../platform/db/index.ts';

/** What a practice says often: two that are sent, and one that waits for approval. */
const TEMPLATES = [
  {
    name: '예약 안내',
    purpose: 'service',
    channels: ['alimtalk', 'sms'],
    providerCode: 'ANBU_BOOKED',
    variables: [
      { name: 'day', type: 'day', sample: '2026-11-27' },
      { name: 'time', type: 'time', sample: '15:30' },
    ],
    bodies: {
      ko: { text: '[#{clinicName}] #{personName}님, #{day} #{time} 예약되었습니다. 변경은 전화로 알려 주세요.' },
      en: { text: '#{clinicName}: your visit is booked for #{day}, #{time}. Please call us to change it.' },
      zh: { text: '【#{clinicName}】#{personName}您好，已为您预约#{day} #{time}。如需更改请来电。' },
    },
  },
  {
    name: '부재 안내',
    purpose: 'service',
    channels: ['sms'],
    bodies: {
      ko: { text: '[#{clinicName}] 문의 주셔서 전화드렸으나 연결되지 않았습니다. 편하신 시간을 답장으로 알려 주세요.' },
      en: { text: '#{clinicName}: we called about your enquiry and did not reach you. Please tell us when to call.' },
    },
  },
  {
    name: '스케일링 안내',
    purpose: 'marketing',
    channels: ['sms', 'email'],
    bodies: {
      ko: {
        subject: '(광고) 정기 관리 안내',
        text: '(광고) #{clinicName} 02-1588-1234\n정기 스케일링 시기를 안내드립니다. 예약은 전화로 받습니다.\n무료수신거부 080-123-4567',
      },
    },
  },
] as const;

export async function writeTemplates(tx: Tx): Promise<void> {
  for (const [no, template] of TEMPLATES.entries()) {
    const { id } = must(await addTemplate(tx, TemplateInput.parse(template)));
    if (no < 2) must(await approveVersion(tx, id, 1, { reviewNumber: null, expiresOn: null, signOff: null }));
  }
}
