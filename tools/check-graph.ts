/** Imports follow `module-graph.json`. Fails as well when no module was seen: a check that sees nothing passes everything. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);

const graph = JSON.parse(readFileSync('module-graph.json', 'utf8')) as Record<string, string[]>;
const problems: string[] = [];

/** The graph itself has no circle and names known modules only. */
const visited = new Set<string>();
function walk(name: string, trail: readonly string[]): void {
  if (trail.includes(name)) problems.push(`module-graph.json has a circle: ${[...trail, name].join(' → ')}`);
  else if (!visited.has(name)) {
    if (!graph[name]) problems.push(`module-graph.json: "${name}" is no module`);
    for (const next of graph[name] ?? []) walk(next, [...trail, name]);
    visited.add(name);
  }
}
for (const name of Object.keys(graph)) walk(name, []);

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: []; options: object };
const result = await cruise(['contract/src', 'server/src', 'web/src', 'tools'], {
  ...config.options,
  ruleSet: { forbidden: config.forbidden },
  validate: true,
});
const { summary, modules } = result.output as ICruiseResult;
for (const violation of summary.violations)
  problems.push(`${violation.rule.name}: ${violation.from} → ${violation.to}`);

const seen = modules.filter((module) => module.source.startsWith('server/src/modules/')).length;
const edgesSeen = modules.some((module) =>
  module.dependencies.some((edge) => edge.resolved.startsWith('server/src/platform/')),
);
if (seen === 0 || !edgesSeen) problems.push('no module or no import was seen: the check itself is broken');

for (const problem of problems) console.log(problem);
console.log(`${modules.length} files, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
