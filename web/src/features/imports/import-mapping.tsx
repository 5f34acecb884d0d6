import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import type { Import } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Form, FormError, ScrollX } from '../../ui/index.ts';
import { byField, byHeader, wholeMapping } from './steps.ts';

/** Columns of the file beside our fields, with what is in them. */
export function ImportMapping({ job }: { job: Import }) {
  const t = useT();
  const [chosen, setChosen] = useState<Record<string, string | null>>(byHeader(job.mapping));
  // The free text of a person is a memo, that of an enquiry what was asked.
  const name = (field: string) =>
    field === 'text' && job.kind === 'people' ? t('import.field.memo') : t.code(`import.field.${field}`, {}, field);
  const mapping = byField(chosen);
  const missing = job.needs
    .filter((group) => !group.some((field) => mapping[field]))
    .map((group) =>
      group.length === 1 ? group.map(name).join() : t('import.mapping.oneOf', { fields: group.map(name) }),
    );
  const changed = JSON.stringify(Object.entries(mapping).sort()) !== JSON.stringify(Object.entries(job.mapping).sort());
  // Saying that no column is the status is an answer too.
  const asked = job.questions.find(({ code }) => code === 'imports.status_column_asked');
  const said = new Map(job.columns.map((column) => [column.column, column]));
  const save = useAct({
    run: () => api.put(`/imports/${job.id}/mapping`, z.unknown(), { mapping: wholeMapping(job.fields, mapping) }),
    refresh: [keys.imports.all],
    showError: 'form',
  });
  const choose = (header: string, field: string | null) =>
    setChosen((before) => ({
      ...Object.fromEntries(Object.entries(before).filter(([, other]) => other !== field || field === null)),
      [header]: field,
    }));
  return (
    <section className="panel">
      <div className="panel-body">
        <Form onSubmit={() => save.mutate(null)} label={t('import.mapping.title')}>
          <div className="import-head">
            <h2>{t('import.mapping.title')}</h2>
            <FileForm job={job} />
          </div>
          {job.mappedBy === null ? null : <p className="text-2">{t('import.known.used', { name: job.mappedBy })}</p>}
          <FormError error={save.error} />
          {missing.length > 0 ? (
            <div className="form-error" role="alert" id="mapping-missing">
              {t('import.mapping.requiredLeft', { fields: missing })}
            </div>
          ) : null}
          {asked ? (
            <div className="form-error" role="alert">
              {asked.text}
            </div>
          ) : null}
          <ScrollX className="table-scroll" tabIndex={0} role="region" aria-label={t('import.mapping.title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('import.mapping.column')}</th>
                  <th scope="col">{t('import.mapping.filled')}</th>
                  <th scope="col">{t('import.mapping.samples')}</th>
                  <th scope="col">{t('import.mapping.field')}</th>
                </tr>
              </thead>
              <tbody>
                {job.headers.map((header) => (
                  <tr key={header.name}>
                    <th scope="row">
                      {header.name}
                      <ColumnNote column={said.get(header.name)} />
                    </th>
                    <td>{Math.round(header.filled)}%</td>
                    <td className="text-2">{header.samples.slice(0, 3).join(' · ')}</td>
                    <td className="import-field">
                      <Select
                        aria-label={t('import.mapping.fieldOf', { column: header.name })}
                        placeholder={t('import.mapping.ignore')}
                        data={job.fields.map(({ field, required }) => ({
                          value: field,
                          label: required ? `${name(field)} *` : name(field),
                        }))}
                        value={chosen[header.name] ?? null}
                        onChange={(field) => choose(header.name, field)}
                        searchable
                        clearable
                        clearButtonProps={{ 'aria-label': t('import.mapping.ignore') }}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
          <div className="form-acts">
            {changed || asked || missing.length > 0 ? null : (
              <span id="mapping-why" className="text-2">
                {t('common.unchanged')}
              </span>
            )}
            <Button
              type="submit"
              variant="default"
              loading={save.isPending}
              disabled={(!changed && !asked) || missing.length > 0}
              aria-describedby={missing.length > 0 ? 'mapping-missing' : changed || asked ? undefined : 'mapping-why'}
            >
              {asked && !mapping['status'] ? t('import.columns.noStatus') : t('import.mapping.save')}
            </Button>
          </div>
        </Form>
      </div>
    </section>
  );
}

/** How the file was read. */
function FileForm({ job }: { job: Import }) {
  const t = useT();
  if (job.sheet !== null) return <span className="text-2">{t('import.mapping.sheet', { sheet: job.sheet })}</span>;
  if (job.encoding === null) return null;
  return <span className="text-2">{t('import.mapping.encoding', { encoding: job.encoding })}</span>;
}

/** Not used, or known by its cells only: a column whose content would be lost is said to be. */
function ColumnNote({ column }: { column: Import['columns'][number] | undefined }) {
  if (!column) return null;
  return (
    <div className={column.level === 'warning' ? 'text-soon import-note' : 'text-2 import-note'}>{column.text}</div>
  );
}
