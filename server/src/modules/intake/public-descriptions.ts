import { ChatMessage, IntakeReceipt, Language, SignedEnquiry } from '@anbu/contract';
import { z } from 'zod';
import type { RawRoute } from '../../platform/http/raw-route.ts';

/** What the public addresses take and give, for the OpenAPI document. The examples are invented; a test sends them. */
type Described = Omit<RawRoute, 'method' | 'path' | 'limit' | 'maximumBytes' | 'handler'>;

const TOKEN = z.object({ token: z.string().regex(/^[A-Za-z0-9]{22}$/) });
const HTML = z.string();
const tag = 'intake';

const PageOfForm = z.object({
  lang: Language.optional(),
  frame: z.literal('1').optional(),
  page: z.string().max(500).optional(),
  utm_source: z.string().optional(),
  utm_medium: z.string().optional(),
  utm_campaign: z.string().optional(),
  utm_term: z.string().optional(),
  utm_content: z.string().optional(),
});

const SentForm = z
  .object({
    stamp: z
      .string()
      .max(400)
      .meta({ description: 'From the page: when and for which form it was made. It counts once.' }),
    consent: z.literal('yes'),
    name: z.string().max(120),
    phone: z.string().max(60),
    email: z.string().max(254).optional(),
    interest: z.array(z.string()).max(20).optional(),
    text: z.string().max(4_000).optional(),
    homepage: z
      .literal('')
      .optional()
      .meta({ description: 'Not seen by people: who fills it in is taken for a machine' }),
    ...PageOfForm.omit({ lang: true, frame: true }).shape,
  })
  .meta({ id: 'SentForm' });

/** Where the source maps a foreign body: whatever its sender sends. */
const MappedMessage = z
  .looseObject({})
  .meta({ id: 'MappedMessage', description: 'Any body, read by the paths that the source maps' });

export const FORM_EXAMPLE = {
  stamp: 'of the page',
  consent: 'yes',
  name: '강민준',
  phone: '010-2283-2943',
  text: '앞니 임플란트 비용이 궁금해요',
  utm_source: 'naver',
  utm_campaign: 'autumn',
};
export const MESSAGE_EXAMPLES = {
  enquiry: {
    person: { name: '강민준', phone: '010-2283-2943' },
    interests: ['implant'],
    text: '앞니 임플란트 비용이 궁금해요',
    campaign: '가을 이벤트',
  },
  chat: {
    conversation: 'room-77',
    text: '주말에도 진료하나요?',
    user: { name: '강민준', phone: '010-2283-2943' },
  },
  mapped: { lead: { full_name: '강민준', phones: ['010-2283-2943'] } },
} as const satisfies Record<string, unknown>;

const RECEIPT_ACCEPTED: IntakeReceipt = {
  requestId: '0199aa10-5c00-7000-8000-000000000011',
  state: 'accepted',
  enquiryId: '0199aa10-5c00-7000-8000-000000000001',
  reasons: [],
};
const RECEIPT_REJECTED: IntakeReceipt = {
  requestId: '0199aa10-5c00-7000-8000-000000000012',
  state: 'rejected',
  enquiryId: null,
  reasons: [{ code: 'phone.impossible', field: 'person.phone' }],
};

export function describeScript(name: 'embed' | 'frame', summary: string): Described {
  return {
    operationId: `${name}Script`,
    summary,
    tag,
    security: 'none',
    answers: { 200: { description: 'The script', type: 'text/javascript', schema: z.string() } },
  };
}

export const FORM_PAGE: Described = {
  operationId: 'openEnquiryForm',
  summary: 'The public form of a source: a page that needs no script',
  tag,
  security: 'none',
  params: TOKEN,
  query: PageOfForm,
  answers: {
    200: { description: 'The form', type: 'text/html', schema: HTML },
    404: { description: 'A page that says: no form, or closed', type: 'text/html', schema: HTML },
  },
};

export const FORM_SENT: Described = {
  operationId: 'sendEnquiryForm',
  summary: 'A form filled in by a visitor',
  description: 'The stamp of the page stands for an Idempotency-Key: however often it is sent, it counts once.',
  tag,
  security: 'none',
  params: TOKEN,
  query: PageOfForm.pick({ lang: true, frame: true }),
  body: { type: 'application/x-www-form-urlencoded', schema: SentForm, examples: { enquiry: FORM_EXAMPLE } },
  answers: {
    200: { description: 'A page of thanks', type: 'text/html', schema: HTML },
    404: { description: 'A page that says: no form, or closed', type: 'text/html', schema: HTML },
    422: { description: 'The form again, with what was typed and what is wrong', type: 'text/html', schema: HTML },
  },
};

export const SIGNED_MESSAGE: Described = {
  operationId: 'receiveSignedMessage',
  summary: 'An enquiry or a chat message from another system, signed',
  description:
    'What is not signed with the secret of the source, is old, or is a copy of a message that came before is 401 and has no effect. A chat may also say `conversationId`, and `message.text`.',
  tag,
  security: 'signature',
  params: TOKEN,
  body: {
    type: 'application/json',
    schema: z.union([SignedEnquiry, ChatMessage, MappedMessage]),
    examples: MESSAGE_EXAMPLES,
  },
  answers: {
    202: {
      description: 'Taken: an enquiry, or a reply to one',
      type: 'application/json',
      schema: IntakeReceipt,
      examples: { accepted: RECEIPT_ACCEPTED },
    },
    422: {
      description: 'Kept with its reasons for a person to read; to send the same again does not help',
      type: 'application/json',
      schema: IntakeReceipt,
      examples: { rejected: RECEIPT_REJECTED },
    },
  },
};
