import {
  DecisionUndone,
  IdParams,
  RowDecisionInput,
  RowsDecided,
  StatusEffect,
  StatusQuestionPage,
} from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { statusEffect, statusQuestions } from './service/assistant.ts';
import { decideRows, undoDecision } from './service/decisions.ts';

const shared = { tag: 'imports', permission: 'imports.run' } as const;

/** The assistant of home-made statuses: what is asked, what it changes, what was said (A3). */
export const assistantRoutes: readonly Route[] = [
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/status-questions',
    operationId: 'listStatusQuestions',
    summary: 'Rows whose status must be said, in groups that are alike, with up to five examples each',
    params: IdParams,
    reply: StatusQuestionPage,
    handler: async (tx, { params }) => {
      const found = await statusQuestions(tx, params.id);
      return found.ok ? ok({ items: found.value, nextCursor: null }) : found;
    },
  }),
  route({
    ...shared,
    method: 'PUT',
    path: '/imports/:id/status-rows',
    operationId: 'decideStatusRows',
    summary: 'Say what rows mean: some, a group, or those of a label that a rule fits',
    params: IdParams,
    body: RowDecisionInput,
    reply: RowsDecided,
    handler: (tx, { params, body }) => decideRows(tx, params.id, body),
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/imports/:id/status-mapping/undo',
    operationId: 'undoStatusDecision',
    summary: 'Take back the last decision, before the rows are entered',
    params: IdParams,
    reply: DecisionUndone,
    handler: (tx, { params }) => undoDecision(tx, params.id),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/status-effect',
    operationId: 'getStatusEffect',
    summary: 'The cohorts of the list by the names of its labels and by what they are read as',
    params: IdParams,
    reply: StatusEffect,
    handler: (tx, { params }) => statusEffect(tx, params.id),
  }),
];
