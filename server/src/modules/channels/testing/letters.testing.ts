import { execFileSync } from 'node:child_process';
import type { TestApp } from '../../../testing/app.ts';
import type { Id } from '../../../kernel/ids.ts';
import { aPerson } from '../../../testing/messages.ts';

export async function aPostWay(app: TestApp, settings: object = {}): Promise<Id> {
  const made = await app.request('admin', 'POST', '/channels', {
    kind: 'post',
    name: '우편',
    channels: ['letter'],
    sender: '안부치과',
    prices: { currency: 'KRW', letter: 520 },
    settings,
  });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as Id;
}

export const SEOUL = { country: 'KR', postcode: '04524', lines: ['서울특별시 중구 세종대로 110', '3층'] };

/** A person to whom letters go. */
export async function anAddressee(
  app: TestApp,
  more: { name?: string; phone?: string; address?: object } = {},
): Promise<Id> {
  const { address = SEOUL, ...person } = more;
  const id = await aPerson(app, person);
  const put = await app.request('admin', 'PUT', `/people/${id}/address`, address);
  if (put.status !== 200) throw new Error(put.text);
  return id;
}

/** What a reader of PDFs finds: `crop` in points from the upper left corner. */
export function textOfPdf(pdf: Uint8Array, ...options: string[]): string {
  return execFileSync('pdftotext', [...options, '-', '-'], { input: pdf, maxBuffer: 1 << 28 }).toString('utf8');
}

/** Names of the fonts in it, each with whether it is embedded and cut. */
export function fontsOfPdf(file: string): string[] {
  return execFileSync('pdffonts', [file]).toString('utf8').trim().split('\n').slice(2);
}
