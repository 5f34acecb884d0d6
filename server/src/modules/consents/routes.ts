import {
  ConsentEvidence,
  ConsentImportInput,
  ConsentImportReport,
  ConsentsInput,
  ConsentPage,
  IdParams,
  LiftInput,
  PageQuery,
  PersonConsents,
  PlaceInput,
  PreferenceLink,
  Suppression,
  SuppressionInput,
  SuppressionPage,
  SuppressionQuery,
  WhyQuery,
  WhyTable,
} from '@anbu/contract';
import { formatInstant } from '../../kernel/instant.ts';
import { notFound, ok, refuseFields } from '../../kernel/outcome.ts';
import { Attachment, route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { knownPersons } from '../people/index.ts';
import { requestRoutes } from './routes-requests.ts';
import { gateRoutes, settingRoutes } from './routes-settings.ts';
import { preferenceLink, type LinkDeps } from './service/links.ts';
import { importConsents } from './service/import.ts';
import { whyTable } from './service/judging.ts';
import { bringEvidence, evidenceFile, MOST_EVIDENCE_BYTES } from './service/evidence.ts';
import { recordConsents } from './service/record.ts';
import { liftStop, suppress } from './service/suppress.ts';
import { consentHistory, consentsOf, listStops, setPlace, viewStop } from './service/views.ts';
import { findSuppression } from './store/suppression-store.ts';

const READ = { tag: 'consents', permission: 'people.read' } as const;
const WRITE = { tag: 'consents', permission: 'people.write' } as const;

const OF_A_PERSON: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/people/:id/consents',
    operationId: 'getPersonConsents',
    summary: 'How a person’s consents stand, and what is stopped',
    params: IdParams,
    reply: PersonConsents,
    handler: (tx, { params }) => consentsOf(tx, params.id),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/people/:id/consents/history',
    operationId: 'listConsentHistory',
    summary: 'What she said about being told, the newest first',
    params: IdParams,
    query: PageQuery,
    reply: ConsentPage,
    handler: (tx, { params, query }) => consentHistory(tx, params.id, query),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/people/:id/consents',
    operationId: 'recordConsents',
    summary: 'What a person agreed to or refused, with the evidence',
    params: IdParams,
    body: ConsentsInput,
    reply: PersonConsents,
    handler: async (tx, { params, body }) => {
      const recorded = await recordConsents(tx, params.id, body);
      return recorded.ok ? consentsOf(tx, params.id) : recorded;
    },
  }),
  route({
    ...WRITE,
    method: 'PUT',
    path: '/people/:id/consents/place',
    operationId: 'setConsentPlace',
    summary: 'By whose law and clock a person is told',
    params: IdParams,
    body: PlaceInput,
    reply: PersonConsents,
    handler: async (tx, { params, body }) => {
      const set = await setPlace(tx, params.id, body);
      return set.ok ? consentsOf(tx, params.id) : set;
    },
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/people/:id/why',
    operationId: 'whyOfPerson',
    summary: 'What the gate would say of each purpose and channel, now or at a moment; changes nothing',
    params: IdParams,
    query: WhyQuery,
    reply: WhyTable,
    handler: (tx, { params, query }) => whyTable(tx, params.id, query.at),
  }),
];

const EVIDENCE: readonly Route[] = [
  route({
    ...WRITE,
    method: 'POST',
    path: '/people/:id/consent-evidence',
    operationId: 'bringConsentEvidence',
    summary: 'A scan, a photograph or a signed form that proves a consent; it is named when the consent is recorded',
    params: IdParams,
    upload: { maximumBytes: MOST_EVIDENCE_BYTES },
    reply: ConsentEvidence,
    status: 201,
    location: '/consent-evidence/:id/file',
    handler: async (tx, { params, upload }) =>
      upload
        ? bringEvidence(tx, params.id, upload)
        : refuseFields([{ field: 'file', code: 'field.required', params: {} }]),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/consent-evidence/:id/file',
    operationId: 'downloadConsentEvidence',
    summary: 'What proves a consent; the download is audited',
    params: IdParams,
    produces: 'application/octet-stream',
    reply: Attachment,
    handler: (tx, { params }) => evidenceFile(tx, params.id),
  }),
];

const IMPORT = route({
  tag: 'consents',
  permission: 'imports.run',
  method: 'POST',
  path: '/consents/import',
  operationId: 'importConsents',
  summary: 'Existing consents of another system, with a report for each row',
  body: ConsentImportInput,
  reply: ConsentImportReport,
  handler: (tx, { body }) => importConsents(tx, body),
});

const STOPS: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/suppressions',
    operationId: 'listSuppressions',
    summary: 'Stops of persons, numbers and addresses',
    query: SuppressionQuery,
    reply: SuppressionPage,
    handler: (tx, { query }) => listStops(tx, query),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/suppressions/:id',
    operationId: 'getSuppression',
    summary: 'One stop',
    params: IdParams,
    reply: Suppression,
    handler: async (tx, { params }) => {
      const row = await findSuppression(tx, params.id);
      return row ? ok(await viewStop(tx, row)) : notFound('suppression');
    },
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/suppressions',
    operationId: 'suppress',
    summary: 'Nothing, or nothing of that kind, goes to a person, a number or an address any more',
    body: SuppressionInput,
    reply: Suppression,
    status: 201,
    location: '/suppressions/:id',
    handler: async (tx, { body }) => {
      const row = await suppress(tx, body);
      return row.ok ? ok(await viewStop(tx, row.value)) : row;
    },
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/suppressions/:id/lift',
    operationId: 'liftSuppression',
    summary: 'A stop ends, with the evidence that it is wanted',
    params: IdParams,
    body: LiftInput,
    reply: Suppression,
    handler: async (tx, { params, body }) => {
      const row = await liftStop(tx, params.id, body.evidence);
      return row.ok ? ok(await viewStop(tx, row.value)) : row;
    },
  }),
];

/** `deps` seals the address of the preference page. */
export function consentsRoutes(deps: LinkDeps): readonly Route[] {
  const link = route({
    ...WRITE,
    method: 'POST',
    path: '/people/:id/preference-link',
    operationId: 'makePreferenceLink',
    summary: 'The address of the page on which she says herself what she wants to hear',
    params: IdParams,
    reply: PreferenceLink,
    secretReply: true,
    handler: async (tx, { params }) => {
      if ((await knownPersons(tx, [params.id])).size === 0) return notFound('person');
      const { url, expiresAt } = preferenceLink(deps, tx.orgId, params.id, tx.now);
      tx.audit({ action: 'consents.link_made', personIds: [params.id], entity: 'person', entityId: params.id });
      return ok({ url, expiresAt: formatInstant(expiresAt) });
    },
  });
  return withExamples(
    [...OF_A_PERSON, ...EVIDENCE, link, IMPORT, ...STOPS, ...requestRoutes, ...gateRoutes, ...settingRoutes],
    EXAMPLES,
  );
}
