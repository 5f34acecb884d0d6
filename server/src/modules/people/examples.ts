import type { Person, PersonInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Examples } from '../../platform/http/route.ts';

const id = '0199aa10-5c00-7000-8000-000000000002';

const input: z.input<typeof PersonInput> = {
  name: '강민준',
  phone: '010-2283-2943',
  birthDate: '1980-01-02',
  sex: 'M',
  language: 'ko-KR',
};

const person: z.input<typeof Person> = {
  id,
  number: '2943',
  identifiers: [{ id: '0199aa10-5c00-7000-8000-0000000000f1', value: 'C-2019-0042' }],
  name: '강민준',
  birthDate: '1980-01-02',
  sex: 'male',
  language: 'ko-KR',
  phones: [
    {
      id: '0199aa10-5c00-7000-8000-000000000007',
      e164: '+821022832943',
      display: '010-2283-2943',
      label: null,
      state: 'ok',
      sharedWith: 0,
    },
  ],
  emails: [],
  stickers: [],
  memos: [],
  householdId: null,
  related: [],
  referrerId: null,
  doNotContact: false,
  createdAt: '2026-11-17T01:00:00.682Z',
  version: 1,
};

/** For the OpenAPI document; parsed by a test. */
export const EXAMPLES: Examples = {
  createPerson: { body: input, reply: person },
  getPerson: { reply: person },
  changePerson: { body: { sex: 'F', version: 1 }, reply: { ...person, sex: 'female', version: 2 } },
  stateRelated: { body: { relation: 'mother', roles: ['guardian'], mayBeTold: true, household: true } },
  writeMemo: { body: { text: '오후 통화 선호', pinned: true } },
};
