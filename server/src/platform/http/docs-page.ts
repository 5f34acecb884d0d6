import type { OpenapiDocument, Operation } from './openapi-types.ts';

const STYLE = `
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h2 { margin-top: 2rem }
  details { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .5rem 0 }
  summary { cursor: pointer }
  code { font: 14px ui-monospace, monospace }
  .method { display: inline-block; width: 4.5rem; font-weight: 600 }
  pre { overflow: auto; padding: .5rem; background: color-mix(in srgb, currentColor 8%, transparent) }`;

/** The operations of the OpenAPI document as one plain page: no script, nothing from elsewhere. */
export function docsPage(document: OpenapiDocument, nonce: string): string {
  const byTag = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), entry(path, method, operation)]);
    }
  }
  const sections = [...byTag].map(([tag, entries]) => `<h2>${escape(tag)}</h2>\n${entries.join('\n')}`);
  const title = `${escape(document.info.title)} API ${escape(document.info.version)}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body><h1>${title}</h1>
<p>Machine-readable: <a href="/openapi.json">openapi.json</a> (3.1). Send an API key as <code>Authorization: Bearer …</code>.</p>
${sections.join('\n')}
</body></html>
`;
}

function entry(path: string, method: string, operation: Operation): string {
  const parameters = operation.parameters.map(
    ({ name, in: where, required }) =>
      `<li><code>${escape(name)}</code> (${escape(where)}${required ? ', required' : ''})</li>`,
  );
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) =>
    block(`Body, ${type}`, schema),
  );
  const replies = Object.entries(operation.responses ?? {})
    .filter(([status]) => status !== 'default')
    .map(([status, reply]) => block(`Answer ${status}`, Object.values(reply.content ?? {})[0]?.schema));
  return `<details><summary><code><span class="method">${escape(method.toUpperCase())}</span>${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
<p>${escape(operation.description ?? '')} <code>${escape(operation.operationId ?? '')}</code></p>
${parameters.length > 0 ? `<ul>${parameters.join('')}</ul>` : ''}
${bodies.join('')}${replies.join('')}</details>`;
}

function block(title: string, schema: unknown): string {
  return schema === undefined
    ? ''
    : `<p>${escape(title)}</p><pre><code>${escape(JSON.stringify(schema, null, 2))}</code></pre>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
