import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCounted, LINK_TOKEN, mayLeadTo, SAMPLE_TOKEN, shortUrl } from './links.ts';

const OWN = new URL('https://anbu.example');
const HOSTS = ['booking.example.com'];
const TARGETS: readonly (readonly [target: string, may: boolean, why: string])[] = [
  ['https://booking.example.com/a?b=1#c', true, 'a host of the list'],
  ['http://booking.example.com/a', false, 'not secured'],
  ['https://evil.example/', false, 'no host of the list'],
  ['https://booking.example.com.evil.example/', false, 'only begins like it'],
  ['https://sub.booking.example.com/', false, 'another host'],
  ['https://booking.example.com@evil.example/', false, 'a name before another host'],
  ['https://me:pw@booking.example.com/', false, 'a name and a password'],
  ['https://booking.example.com:8443/', false, 'another port'],
  ['https://anbu.example/p/preferences/x', true, 'a public page of our own'],
  ['https://anbu.example/enquiries', false, 'no public page'],
  ['https://anbu.example/p/../enquiries', false, 'out of the public pages'],
  ['javascript:alert(1)', false, 'no address'],
  ['//booking.example.com', false, 'no address of its own'],
  ['https://BOOKING.example.com/', true, 'hosts have no case'],
];

test('a short link leads to hosts of the list and our public pages, and nowhere else', () => {
  for (const [target, may, why] of TARGETS) assert.equal(mayLeadTo(target, HOSTS, OWN), may, `${target}: ${why}`);
  assert.equal(shortUrl(OWN, SAMPLE_TOKEN), 'https://anbu.example/l/AbCdEf123456');
  assert.match(SAMPLE_TOKEN, LINK_TOKEN);
});

const PHONE = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36';
const OPENINGS: readonly (readonly [method: string, headers: Record<string, string>, counted: boolean, why: string])[] =
  [
    ['GET', { 'user-agent': PHONE }, true, 'somebody opens it'],
    ['HEAD', { 'user-agent': PHONE }, false, 'looks only whether it is there'],
    ['GET', { 'user-agent': PHONE, 'sec-gpc': '1' }, false, 'does not wish to be followed'],
    ['GET', { 'user-agent': PHONE, 'sec-purpose': 'prefetch;prerender' }, false, 'a browser that reads ahead'],
    ['GET', { 'user-agent': PHONE, 'x-purpose': 'preview' }, false, 'a preview'],
    ['GET', { 'user-agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0' }, false, 'a messenger makes a card of it'],
    ['GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0' }, false, 'the same'],
    ['GET', {}, false, 'nobody'],
  ];
test('only a person who opens a link is counted, and who asks not to be is not', () => {
  for (const [method, headers, counted, why] of OPENINGS)
    assert.equal(
      isCounted(method, (name) => headers[name]),
      counted,
      why,
    );
});
