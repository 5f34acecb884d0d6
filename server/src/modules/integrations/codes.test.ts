import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Language } from '@anbu/contract';
import { hasText, textOf } from '../../platform/i18n.ts';
import { fieldsOf } from './words/headers.ts';

const HERE = import.meta.dirname;
/** Where codes come from that an import's report, error, question or proposal shows. */
const SOURCES = [
  ...readdirSync(HERE, { recursive: true, encoding: 'utf8' }).map((file) => path.join(HERE, file)),
  path.join(HERE, '../enquiries/import-reading.ts'),
  path.join(HERE, '../people/input.ts'),
  path.join(HERE, '../../kernel/phone.ts'),
].filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$|testing\.ts$|index\.ts$/u.test(file));
/** Names of acts, events, jobs and rights are shown by others, or by nobody. */
const CODE =
  /(?<!(?:action|type|permission|_JOB)(?::| =) )'((?:imports|field|phone|people|enquiries)\.[a-z_]+(?:\.[a-z_]+)*)'/gu;

test('F6 every code that an import says has its sentence in three languages', () => {
  const codes = new Set(
    SOURCES.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(CODE)].map(([, code]) => code!)),
  );
  const said = [...codes];
  assert.ok(said.length > 60, `${said.length} codes`);
  assert.deepEqual(
    said.filter((code) => !hasText(code)),
    [],
    'codes without a text',
  );
  for (const language of Language.options) {
    for (const code of said) assert.notEqual(textOf(language, code), code, `${language} ${code}`);
  }
});

test('F6 every field of a list has its name in three languages', () => {
  const fields = new Set([...fieldsOf('people'), ...fieldsOf('enquiries')].map(({ field }) => field));
  for (const field of fields) {
    assert.ok(hasText(`import.field.${field}`), field);
  }
});
