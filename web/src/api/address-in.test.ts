import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressIn, organisationIn } from './address-in.ts';

test('an address names its organisation, whatever else is in it', () => {
  const cases: [address: string, slug: string | undefined, named: string][] = [
    ['/today', 'eins', '/today?in=eins'],
    ['/today', undefined, '/today'],
    ['/today?enquiry=1', 'eins', '/today?enquiry=1&in=eins'],
    ['/people?in=zwei', 'eins', '/people?in=eins'],
    ['/people/1#memos', 'eins', '/people/1?in=eins#memos'],
    ['/people?q=%EA%B9%80', 'eins', '/people?q=%EA%B9%80&in=eins'],
  ];
  for (const [address, slug, named] of cases) assert.equal(addressIn(address, slug), named);
});

test('the page that is opened keeps the organisation and loses the word', () => {
  const cases: [search: string, slug: string | null, rest: string][] = [
    ['', null, ''],
    ['?q=a', null, '?q=a'],
    ['?in=eins', 'eins', ''],
    ['?enquiry=1&in=eins&tab=all', 'eins', '?enquiry=1&tab=all'],
    ['?in=Nobody%27s', null, ''],
    ['?in=', null, ''],
  ];
  for (const [search, slug, rest] of cases) assert.deepEqual(organisationIn(search), { slug, rest }, search);
});
