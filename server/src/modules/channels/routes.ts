import { Measure, MeasureInput } from '@anbu/contract';
import { ok } from '../../kernel/outcome.ts';
import { route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { measure } from './rules/measure.ts';

const tag = 'messages';

const ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/messages/measure',
    operationId: 'measureMessage',
    summary: 'How large a text is: bytes, class, parts, and what cannot be sent as it stands; changes nothing',
    tag,
    permission: 'signed-in',
    body: MeasureInput,
    reply: Measure,
    mode: 'read',
    handler: async (_tx, { body }) => ok(measure(body.text)),
  }),
];

export const channelsRoutes: readonly Route[] = withExamples(ROUTES, EXAMPLES);
