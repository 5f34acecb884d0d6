/** `npm run check`: types, lint, format, module rules. Each step runs by itself; all that is wrong is said at once. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

type Step = { readonly name: string; readonly command: readonly string[] };
type Result = { readonly name: string; readonly ok: boolean; readonly output: string; readonly seconds: number };

const local = (file: string) => path.join(root, 'node_modules', file);
const STEPS: readonly (readonly Step[])[] = [
  [
    { name: 'types: server, contract, tools', command: [local('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
    { name: 'types: web', command: [local('typescript/bin/tsc'), '-p', 'web/tsconfig.json'] },
  ],
  [
    { name: 'lint', command: [local('eslint/bin/eslint.js'), '--max-warnings', '0', '.'] },
    { name: 'format', command: [local('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  ],
  [
    { name: 'module graph', command: ['tools/check-graph.ts'] },
    { name: 'module rules: SQL, app.org_id', command: ['tools/check-modules.ts'] },
  ],
];

function run(step: Step): Promise<Result> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...step.command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (code) =>
      resolve({ name: step.name, ok: code === 0, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

let failed = 0;
let passed = 0;
for (const pair of STEPS) {
  for (const result of await Promise.all(pair.map(run))) {
    console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name} (${result.seconds.toFixed(1)} s)`);
    if (!result.ok) console.log(result.output.trimEnd());
    if (result.ok) passed++;
    else failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
