import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

/** Kilobytes after gzip. Source: the screen design's budgets. */
const BUDGET = { entryJs: 230, css: 60, lazyChunk: 220 };

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] };

const dist = path.join(import.meta.dirname, '../dist');
const manifestFile = path.join(dist, '.vite/manifest.json');
const skip = existsSync(manifestFile) ? false : 'web/dist is not built';

const sizes = new Map<string, number>();
function kilobytes(file: string): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const size = gzipSync(readFileSync(path.join(dist, file))).length / 1000;
  sizes.set(file, size);
  return size;
}

function readManifest(): Record<string, Chunk> {
  return JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>;
}

/** A chunk with all that it imports at once: what the browser must have before it runs. */
function withImports(manifest: Record<string, Chunk>, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of manifest[name]?.imports ?? []) withImports(manifest, other, seen);
  return seen;
}

test('the entry stays within its budget', { skip }, () => {
  const manifest = readManifest();
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry);
  assert.ok(entry);
  const files = [...withImports(manifest, entry)].map((name) => manifest[name]?.file ?? '');
  const total = files.reduce((sum, file) => sum + kilobytes(file), 0);
  assert.ok(total <= BUDGET.entryJs, `entry: ${total.toFixed(1)} kB`);
});

/** Where each piece of the Chinese web font lies: loaded alone, by who reads Chinese. */
const isFontList = (file: string) => file.includes('noto-sans-sc');

function styleFiles(): string[] {
  const chunks = Object.values(readManifest());
  return [...new Set(chunks.flatMap(({ css = [], file }) => (file.endsWith('.css') ? [...css, file] : css)))];
}

test('all styles together stay within their budget', { skip }, () => {
  const files = styleFiles().filter((file) => !isFontList(file));
  const total = files.reduce((sum, file) => sum + kilobytes(file), 0);
  assert.ok(total > 0);
  assert.ok(total <= BUDGET.css, `styles: ${total.toFixed(1)} kB`);
});

test(
  'the list of the Chinese font is no part of the entry and stays within the budget of a lazy chunk',
  { skip },
  () => {
    const lists = styleFiles().filter(isFontList);
    assert.equal(lists.length, 1);
    const manifest = readManifest();
    const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? '';
    for (const name of withImports(manifest, entry)) assert.ok(!(manifest[name]?.css ?? []).some(isFontList));
    for (const file of lists) assert.ok(kilobytes(file) <= BUDGET.lazyChunk);
  },
);

test('no lazy chunk passes its budget', { skip }, () => {
  for (const { file } of Object.values(readManifest())) {
    if (file.endsWith('.js'))
      assert.ok(kilobytes(file) <= BUDGET.lazyChunk, `${file}: ${kilobytes(file).toFixed(1)} kB`);
  }
});
