import type { Import, Language, Params } from '@anbu/contract';
import { textOf } from '../../../platform/i18n.ts';
import { isIgnored } from '../rules/header-names.ts';
import type { Header, ImportRecord } from '../store/import-store.ts';

export type ColumnSaying = Import['columns'][number];

/** What is said of the file's columns: each that is not used, and each that was known by its cells only. */
export function columnsOf(record: ImportRecord, language: Language): ColumnSaying[] {
  const fields = new Map(Object.entries(record.mapping).map(([field, header]) => [header, field]));
  return record.headers.flatMap((header) => {
    const saying = sayingOf(header, fields.get(header.name) ?? null, record, language);
    return saying ? [{ ...saying, column: header.name, text: textOf(language, saying.code, saying.params) }] : [];
  });
}

function sayingOf(
  { name, filled, how, mayBeStatus }: Header,
  field: string | null,
  { mapping, headers }: ImportRecord,
  language: Language,
): Pick<ColumnSaying, 'level' | 'code' | 'params'> | null {
  if (field !== null) {
    if (how !== 'content') return null;
    return { level: 'note', code: 'imports.column_by_content', params: { field: fieldName(field, language) } };
  }
  if (filled === 0) return { level: 'note', code: 'imports.column_empty', params: {} };
  if (isIgnored(name)) return { level: 'note', code: 'imports.column_ignored', params: {} };
  const twin = / \(\d+\)$/u.test(name) ? name.replace(/ \(\d+\)$/u, '') : null;
  if (twin !== null && headers.some((header) => header.name === twin))
    return { level: 'warning', code: 'imports.column_twin', params: { column: twin } };
  const maybe = mayBeStatus && mapping['status'] === undefined;
  return { level: 'warning', code: maybe ? 'imports.column_may_be_status' : 'imports.column_unused', params: {} };
}

/** Our field in the reader's words. Several of which one is enough are one text: `name/phone`. */
export function fieldName(field: string, language: Language): string {
  return field
    .split('/')
    .map((one) => textOf(language, `import.field.${one}`))
    .join(' / ');
}

/** Why an import failed; fields in the reader's words. */
export function errorOf(code: string, params: Params, language: Language): NonNullable<Import['error']> {
  const { fields } = params;
  if (!Array.isArray(fields)) return { code, params, text: '' };
  const names = fields.map((field) => fieldName(String(field), language));
  return { code, params, text: textOf(language, code, { ...params, fields: names }) };
}
