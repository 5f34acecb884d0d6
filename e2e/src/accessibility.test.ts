import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './harness/axe.ts';
import { SCREENS, settled } from './harness/screens.ts';
import { useStage, type VisitOptions } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';

const stage = useStage();

type Scheme = 'light' | 'dark';

const KINDS: { name: string; options: VisitOptions; schemes: readonly Scheme[] }[] = [
  { name: 'Korean, in the light and in the dark', options: { language: 'ko' }, schemes: ['light', 'dark'] },
  { name: 'English', options: { language: 'en' }, schemes: ['light'] },
  { name: 'Chinese', options: { language: 'zh' }, schemes: ['light'] },
  { name: 'a phone of 390 px', options: { phone: true }, schemes: ['light'] },
];

for (const { name, options, schemes } of KINDS) {
  test(`every page meets WCAG 2.2 AA: ${name}`, async () => {
    const stranger = await stage.visit({ ...options, at: '/sign-in' });
    const found = await lookIn(schemes, stranger, 'sign-in', options);

    const visitor = await stage.visit({ ...options, as: 'admin', at: '/settings/account' });
    const work = await firstOf(visitor);
    for (const [screen, to] of Object.entries({ ...SCREENS, ...work })) {
      await visitor.go(to);
      found.push(...(await lookIn(schemes, visitor, screen, options)));
    }
    assert.deepEqual(found, []);
  });
}

/** The page as it is: a change of the scheme is drawn without loading it anew. */
async function lookIn(schemes: readonly Scheme[], visitor: Visitor, screen: string, options: VisitOptions) {
  const found: string[] = [];
  for (const scheme of schemes) {
    await visitor.page.emulateMedia({ colorScheme: scheme });
    await visitor.page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
    await settled(visitor.page);
    found.push(...(await look(visitor, `${screen}, ${scheme}`, options)));
  }
  return found;
}

async function look(visitor: Visitor, screen: string, options: VisitOptions): Promise<string[]> {
  const found = (await violations(visitor.page)).map((line) => `${screen}: ${line}`);
  const wider = (await visitor.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
  if (options.phone && wider > 0) found.push(`${screen}: ${wider} px wider than the phone`);
  return found;
}

/** A person, and her enquiry being worked on. */
async function firstOf({ page, url }: Visitor): Promise<Record<string, string>> {
  const answer = await page.request.get(`${url}/api/v1/today?owner=all&limit=1`);
  const { items } = (await answer.json()) as { items: { enquiry: { id: string; personId: string } }[] };
  const { id, personId } = items[0]!.enquiry;
  return { person: `/people/${personId}`, work: `/today?owner=all&enquiry=${id}` };
}
