import type { Subscriber } from '../../../platform/outbox/index.ts';
import { updateTriedNow } from '../store/notice-store.ts';
import { onAlert } from './alerts.ts';
import { onConsent } from './consents.ts';
import { onEnquiry } from './enquiries.ts';
import { onMessages } from './messages.ts';
import { onReport, onRequest } from './office.ts';

/** What is heard becomes a notice, once; when its time has come it is written (`service/send.ts`). */
export const noticesSubscribers: readonly Subscriber[] = [
  {
    name: 'notices.enquiries',
    types: [
      'enquiries.received',
      'enquiries.assigned',
      'enquiries.information_due',
      'enquiries.booked',
      'enquiries.status_changed',
      'enquiries.corrected',
    ],
    handle: onEnquiry,
  },
  { name: 'notices.alerts', types: ['enquiries.alert_raised'], handle: onAlert },
  {
    name: 'notices.consents',
    types: ['consents.confirmation_due', 'consents.result_notice_due', 'consents.reconfirmation_due'],
    handle: onConsent,
  },
  { name: 'notices.requests', types: ['consents.request_due'], handle: onRequest },
  { name: 'notices.reports', types: ['analytics.report_ready'], handle: onReport },
  {
    name: 'notices.messages',
    types: ['channels.message_changed', 'channels.messages_changed'],
    handle: (tx, event) => onMessages(tx, [event]),
    handleBatch: onMessages,
  },
  {
    name: 'notices.ways',
    types: ['channels.transport_changed', 'channels.template_changed'],
    handle: (tx) => updateTriedNow(tx),
  },
];
