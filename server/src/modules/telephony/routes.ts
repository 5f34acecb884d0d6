import {
  CallEnquiryInput,
  CallEnquiryMade,
  CallPersonInput,
  CallRecording,
  CallRecordInput,
  DialInput,
  IdParams,
  Nothing,
  OwnPhoneInput,
  PhoneAgentPage,
  PhoneCall,
  PhoneCallPage,
  PhoneCallQuery,
  PhoneNow,
  RecordingWordInput,
  SteerInput,
  TransferInput,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { dial, enquireFrom, namePerson, note, record, take } from './service/acts.ts';
import { phoneAgents, sayState } from './service/agents.ts';
import { settingRoutes } from './routes-settings.ts';
import type { TelephonyDeps } from './service/deps.ts';
import { phoneCalls, phoneNow } from './service/now.ts';
import { recording, sayRecording } from './service/recordings.ts';
import { passOn, steerCall } from './service/steering.ts';

const tag = 'telephony';

export function telephonyRoutes(deps: TelephonyDeps): readonly Route[] {
  return [...settingRoutes(deps), ...agentRoutes, ...callRoutes(deps)];
}

const agentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/telephony/agents',
    operationId: 'listPhoneAgents',
    summary: 'Who sits at which telephone, and what she does now',
    tag,
    permission: 'enquiries.read',
    reply: PhoneAgentPage,
    handler: async (tx) => ok({ items: await phoneAgents(tx), nextCursor: null }),
  }),
  route({
    method: 'PUT',
    path: '/me/telephone',
    operationId: 'sayPhoneState',
    summary: 'The caller takes calls, or is away',
    tag,
    permission: 'enquiries.work',
    body: OwnPhoneInput,
    reply: Nothing,
    handler: (tx, { body }) => sayState(tx, body.state),
  }),
];

function callRoutes(deps: TelephonyDeps): readonly Route[] {
  const act = { tag, permission: 'enquiries.work', method: 'POST', params: IdParams } as const;
  return [
    route({
      method: 'GET',
      path: '/telephony/now',
      operationId: 'readPhoneNow',
      summary: 'The call that concerns the caller now, and who it may be',
      tag,
      permission: 'enquiries.work',
      reply: PhoneNow,
      handler: (tx) => phoneNow(tx),
    }),
    route({
      method: 'GET',
      path: '/telephony/calls',
      operationId: 'listPhoneCalls',
      summary: 'Calls that the exchanges told of, newest first',
      tag,
      permission: 'people.read',
      query: PhoneCallQuery,
      reply: PhoneCallPage,
      handler: (tx, { query }) => phoneCalls(tx, query),
    }),
    route({
      method: 'POST',
      path: '/telephony/calls',
      operationId: 'dialPerson',
      summary: 'Call a person: the own telephone rings first',
      tag,
      permission: 'enquiries.work',
      body: DialInput,
      reply: PhoneCall,
      status: 202,
      handler: (tx, { body }) => dial(tx, deps, body),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/hang-up',
      operationId: 'hangUpCall',
      summary: 'End the own call',
      reply: PhoneCall,
      status: 202,
      handler: (tx, { params }) => steerCall(tx, deps, params.id, 'hang_up'),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/transfer',
      operationId: 'transferCall',
      summary: 'Give the own call to another telephone',
      body: TransferInput,
      reply: PhoneCall,
      status: 202,
      handler: (tx, { params, body }) => passOn(tx, deps, params.id, 'transfer', body.extension),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/consult',
      operationId: 'consultColleague',
      summary: 'Ask a colleague whether she takes the own call, while the person waits',
      body: TransferInput,
      reply: PhoneCall,
      status: 202,
      handler: (tx, { params, body }) => passOn(tx, deps, params.id, 'consult', body.extension),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/steer',
      operationId: 'steerCall',
      summary: 'Hold, go on, give the call to the colleague who was asked or take it back, record or stop',
      body: SteerInput,
      reply: PhoneCall,
      status: 202,
      handler: (tx, { params, body }) => steerCall(tx, deps, params.id, body.act),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/recording-word',
      operationId: 'sayRecording',
      summary: 'Whether who calls agreed to be recorded; a refusal stops and unlinks',
      body: RecordingWordInput,
      reply: PhoneCall,
      handler: (tx, { params, body }) => sayRecording(tx, deps, params.id, body.word),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/take',
      operationId: 'takeCall',
      summary: 'The call is the caller’s: it leaves the screens of the others',
      reply: PhoneCall,
      handler: (tx, { params }) => take(tx, params.id),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/person',
      operationId: 'nameCaller',
      summary: 'Which person of a family’s number it is',
      body: CallPersonInput,
      reply: PhoneCall,
      handler: (tx, { params, body }) => namePerson(tx, params.id, body.personId),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/enquiry',
      operationId: 'receiveCaller',
      summary: 'A new enquiry of who calls',
      body: CallEnquiryInput,
      reply: CallEnquiryMade,
      handler: (tx, { params, body }) => enquireFrom(tx, params.id, body),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/record',
      operationId: 'recordPhoneCall',
      summary: 'What came of a call; its time and length are the exchange’s',
      body: CallRecordInput,
      reply: PhoneCall,
      handler: (tx, { params, body }) => record(tx, params.id, body),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/note',
      operationId: 'noteCall',
      summary: 'The number is noted, nothing more is asked of this call',
      reply: PhoneCall,
      handler: (tx, { params }) => note(tx, params.id),
    }),
    route({
      ...act,
      path: '/telephony/calls/:id/recording',
      operationId: 'openRecording',
      summary: 'Where the recording is heard; each look is audited',
      reply: CallRecording,
      handler: (tx, { params }) => recording(tx, params.id),
    }),
  ];
}
