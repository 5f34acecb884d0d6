/** The documents say what the program does: links lead somewhere, and no variable, command, metric, module or note is left out. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { messages as korean } from '../contract/src/messages/ko/index.ts';
import { VARIABLES } from '../server/src/platform/config/variables.ts';
import { GLOSSARY, withTables } from './glossary.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const documents = globSync('**/*.md', { cwd: root, exclude: (name) => name === 'node_modules' || name === '.anbu' });
/** Pictures are taken from the finished screens: until the first one is there, none is asked for. */
const picturesAreDue = !existsSync(path.join(root, 'docs', 'pictures'));
/** Code in a document is no link. */
const prose = (markdown: string) => markdown.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');

test('every relative link and picture of every document leads to a file', () => {
  const broken: string[] = [];
  for (const file of documents) {
    for (const [, target = ''] of prose(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^([a-z]+:|#)/.test(target) || (picturesAreDue && target.startsWith('docs/pictures/'))) continue;
      const wanted = path.join(root, path.dirname(file), decodeURIComponent(target.split('#')[0]!));
      if (!existsSync(wanted)) broken.push(`${file} → ${target}`);
    }
  }
  assert.ok(documents.length > 10);
  assert.deepEqual(broken, []);
});

test('a link to a heading finds it', () => {
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
  const broken: string[] = [];
  for (const file of documents) {
    for (const [, target = '', anchor = ''] of prose(read(file)).matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)) {
      const there = target === '' ? file : path.join(path.dirname(file), target);
      const headings = [...read(there).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
      if (!headings.includes(decodeURIComponent(anchor))) broken.push(`${file} → ${target}#${anchor}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('operations.md names every environment variable, and none that the program does not read', () => {
  const text = read('docs/operations.md');
  const named = new Set(text.match(/\b(ANBU_[A-Z_]+|DATABASE_[A-Z_]*URL|PORT|HOST)\b/g));
  assert.deepEqual([...named].sort(), Object.keys(VARIABLES).sort());
});

test('every action that the program writes into the audit has its sentence', () => {
  const sources = globSync('server/src/**/*.ts', { cwd: root }).filter((file) => !/\.test|testing/.test(file));
  const actions = new Set(
    sources.flatMap((file) => [...read(file).matchAll(/\baction: '([a-z-]+\.[a-z_]+)'/g)].map(([, name]) => name!)),
  );
  assert.ok(actions.size > 60);
  assert.deepEqual(
    [...actions].filter((action) => !(`audit.action.${action}` in korean)),
    [],
  );
});

test('operations.md names every metric of the program', () => {
  const sources = globSync('server/src/{compose,platform/**/*}.ts', { cwd: root }).filter(
    (file) => !file.includes('.test'),
  );
  const metrics = new Set(
    sources.flatMap((file) => [...read(file).matchAll(/'(anbu_[a-z_]+)',? ?(?=[\n'])/g)].map(([, name]) => name!)),
  );
  const text = read('docs/operations.md');
  const roles = new Set(['anbu_app', 'anbu_owner', 'anbu_superuser', 'anbu_migrations']);
  const wanted = [...metrics].filter((name) => !roles.has(name));
  assert.ok(wanted.length >= 5);
  assert.deepEqual(
    wanted.filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});

test('README.md lists every command of anbu, and none that there is not', () => {
  const help = execFileSync(process.execPath, ['server/src/anbu.ts', 'help'], { cwd: root, encoding: 'utf8' });
  const commands = [...help.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name!);
  const listed = [...read('README.md').matchAll(/^\| `npx anbu ([a-z-]+)/gm)].map(([, name]) => name!);
  assert.ok(commands.includes('start'));
  assert.deepEqual([...new Set(listed)].sort(), commands.sort());
});

test('README.md names every script of package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const text = read('README.md');
  const written = (name: string) => text.includes(`\`npm ${name}\``) || text.includes(`\`npm run ${name}\``);
  assert.deepEqual(
    Object.keys(scripts).filter((name) => !written(name)),
    [],
  );
});

test('each module of the graph has a README of at most 40 lines', () => {
  for (const name of Object.keys(JSON.parse(read('module-graph.json')) as object)) {
    const lines = read(`server/src/modules/${name}/README.md`).trimEnd().split('\n').length;
    assert.ok(lines <= 40, `${name}: ${lines} lines`);
  }
});

test('the list of decisions names each note, and the notes have consecutive numbers', () => {
  const notes = readdirSync(path.join(root, 'docs/decisions'))
    .filter((file) => file !== 'README.md')
    .sort();
  const index = read('docs/decisions/README.md');
  assert.deepEqual(
    notes.filter((note) => !index.includes(`(${note})`)),
    [],
  );
  assert.deepEqual(
    notes.map((note) => Number(note.slice(0, 4))),
    notes.map((_, at) => at + 1),
  );
});

test('the tables of the glossary are those of the code', async () => {
  const markdown = readFileSync(GLOSSARY, 'utf8');
  assert.equal(await withTables(markdown), markdown, 'run: node scripts/run.cjs tools/glossary.ts');
});
