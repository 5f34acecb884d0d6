import {
  AgencyContract,
  AgencyContractEnd,
  AgencyContractInput,
  AgencyContractPage,
  IdParams,
  PageQuery,
} from '@anbu/contract';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { route, type Route } from '../../../platform/http/route.ts';
import { contractViews, endContract, recordContract } from '../service/contracts.ts';
import { findContract, listContracts, type ContractRow } from '../store/contracts.ts';
import { pageById } from './paging.ts';

const READ = { tag: 'agencies', permission: 'settings.read', mode: 'read' } as const;
const WRITE = { tag: 'agencies', permission: 'users.manage' } as const;

async function contractView(tx: Tx, contract: Outcome<ContractRow>): Promise<Outcome<AgencyContract>> {
  if (!contract.ok) return contract;
  const [view] = await contractViews(tx, [contract.value]);
  return view ? ok(view) : notFound('agency_contract');
}

export const agencyRoutes: readonly Route[] = [
  route({
    ...READ,
    method: 'GET',
    path: '/agency-contracts',
    operationId: 'listAgencyContracts',
    summary: 'Contracts with agencies, the newest first, each with who works under it',
    query: PageQuery,
    reply: AgencyContractPage,
    handler: (tx, { query }) =>
      pageById(
        query,
        (after, limit) => listContracts(tx, { after, limit }),
        (rows) => contractViews(tx, rows),
      ),
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/agency-contracts',
    operationId: 'recordAgencyContract',
    summary:
      'Records a signed contract with an agency; its people may be invited from now on and enter from its first day',
    body: AgencyContractInput,
    reply: AgencyContract,
    status: 201,
    location: '/agency-contracts/:id',
    handler: async (tx, { body }) => contractView(tx, await recordContract(tx, body)),
  }),
  route({
    ...READ,
    method: 'GET',
    path: '/agency-contracts/:id',
    operationId: 'getAgencyContract',
    summary: 'One contract with an agency',
    params: IdParams,
    reply: AgencyContract,
    handler: async (tx, { params }) => {
      const row = await findContract(tx, params.id);
      return row ? contractView(tx, ok(row)) : notFound('agency_contract');
    },
  }),
  route({
    ...WRITE,
    method: 'POST',
    path: '/agency-contracts/:id/end',
    operationId: 'endAgencyContract',
    summary: 'Ends a contract now: its people are shut out at once, their open work goes back to the teams',
    params: IdParams,
    body: AgencyContractEnd,
    reply: AgencyContract,
    handler: async (tx, { params, body }) => contractView(tx, await endContract(tx, params.id, body.reason)),
  }),
];
