/** SQL lives in stores and migrations, a store touches its own schema only, and one place sets `app.org_id`. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const MODULES = Object.keys(JSON.parse(readFileSync(path.join(root, 'module-graph.json'), 'utf8')) as object);
const files = globSync('server/src/**/*.ts', { cwd: root }).filter((file) => !/\.(test|testing)\.ts$/.test(file));
const problems: string[] = [];

const SQL = /\b(select\s+[\w*("'].*\bfrom\b|insert\s+into\s|update\s+[\w.]+\s+set\b|delete\s+from\s)/is;
// A schema of a module named in a statement: `from people.person`, `join enquiries.public_call`.
const TABLE = new RegExp(`\\b(?:from|join|into|update|only|using)\\s+(${MODULES.join('|')})\\.(\\w+)`, 'gi');

for (const file of files) {
  const source = readFileSync(path.join(root, file), 'utf8');
  const module = /^server\/src\/modules\/([^/]+)\//.exec(file)?.[1];
  const templates = [...source.matchAll(/sql(?:<[^`]*?>)?`([\s\S]*?)`/g)].map((match) => match[1] ?? '');
  if (module) {
    const isStore = /(^|\/)store([-.][\w-]+)?\.ts$|\/store\//.test(file);
    if (!isStore && templates.some((text) => SQL.test(text))) problems.push(`${file}: SQL outside a store`);
    for (const text of templates) {
      for (const [, schema, table] of text.matchAll(TABLE)) {
        if (schema !== module && !table?.startsWith('public_')) {
          problems.push(`${file}: touches ${schema}.${table}, which belongs to another module`);
        }
      }
    }
  }
  const setsOrganisation = /(set_config\(\s*'app\.org_id'|set\s+(local\s+)?app\.org_id)/i.test(source);
  if (setsOrganisation && file !== 'server/src/platform/db/database.ts') {
    problems.push(`${file}: sets app.org_id; only platform/db/database.ts does`);
  }
}
for (const file of globSync('server/src/modules/*/migrations/*.sql', { cwd: root })) {
  const source = readFileSync(path.join(root, file), 'utf8');
  if (
    /create\s+(constraint\s+)?trigger|\b(big)?serial\b|materialized\s+view|\bset_config\('app\.org_id'/i.test(source)
  ) {
    problems.push(`${file}: triggers, serials and materialized views are not for business tables`);
  }
}
if (files.length === 0) problems.push('no file was seen: the check itself is broken');

for (const problem of problems) console.log(problem);
console.log(`${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
