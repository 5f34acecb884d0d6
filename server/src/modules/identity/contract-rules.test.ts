import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROLE_PERMISSIONS, ROLES, type Permission } from '@anbu/contract';
import { calendarDay } from '../../kernel/calendar-day.ts';
import { checkContract, contractState, takesPeople, worksDesks } from './contract-rules.ts';
import { fieldsOf } from './testing.ts';

const day = calendarDay;
const days = { validFrom: day('2026-03-01'), validTo: day('2026-08-31') };

test('A15 a contract is in force on its days, both included, and until somebody ends it', () => {
  const cases = [
    ['2026-02-28', false, 'future', true, 'the day before the first'],
    ['2026-03-01', false, 'in_force', true, 'the first day'],
    ['2026-08-31', false, 'in_force', true, 'the last day'],
    ['2026-09-01', false, 'over', false, 'the day after the last'],
    ['2026-05-01', true, 'ended', false, 'ended by hand'],
    ['2026-02-01', true, 'ended', false, 'ended before it began'],
    ['2026-09-01', true, 'ended', false, 'ended, and its days are past too'],
  ] as const;
  for (const [today, ended, state, takes, why] of cases) {
    assert.equal(contractState({ ...days, ended }, day(today)), state, why);
    assert.equal(takesPeople(state), takes, why);
  }
});

test('A15 a contract is signed before its first day, and its days are in order and not past', () => {
  const cases = [
    ['2026-02-20', '2026-03-01', '2026-08-31', [], 'signed before'],
    ['2026-03-01', '2026-03-01', '2026-03-01', [], 'signed on the only day'],
    ['2026-03-02', '2026-03-01', '2026-08-31', ['validFrom identity.contract_unsigned'], 'data before the signature'],
    ['2026-02-20', '2026-03-01', '2026-02-28', ['validTo identity.contract_reversed'], 'ends before it begins'],
    ['2025-01-01', '2025-01-01', '2026-02-14', ['validTo identity.contract_over'], 'past already'],
    ['2025-01-01', '2025-01-01', '2026-02-15', [], 'the last day is today'],
  ] as const;
  for (const [signedOn, validFrom, validTo, refused, why] of cases) {
    const checked = checkContract(
      { signedOn: day(signedOn), validFrom: day(validFrom), validTo: day(validTo) },
      day('2026-02-15'),
    );
    assert.deepEqual(fieldsOf(checked), refused, why);
  }
});

test('A15 no role of an agency keeps accounts, settings, audit or exports', () => {
  const kept: readonly Permission[] = [
    'settings.read',
    'settings.write',
    'users.manage',
    'api-keys.manage',
    'audit.read',
    'people.export',
    'enquiries.export',
    'imports.run',
  ];
  const desks = ROLES.filter(worksDesks);
  assert.deepEqual(desks, ['consultant', 'desk', 'agent']);
  for (const role of desks) {
    assert.deepEqual(
      ROLE_PERMISSIONS[role].filter((permission) => kept.includes(permission)),
      [],
      role,
    );
  }
});
