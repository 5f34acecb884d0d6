import type { Language } from '@anbu/contract';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** Addresses in a text that may be opened: https, and no sign of the sentence around them. */
const LINK = /https:\/\/[^\s<>"'）)】\]]+[^\s<>"'）)】\].,;:!?。，]/gu;

/**
 * The text of an e-mail as HTML: paragraphs, line breaks and links, everything else literal (S5). No picture and nothing from elsewhere, so that nobody
 * is watched. `leave`: where the reader leaves the list, and the words of the link.
 */
export function htmlOf(
  text: string,
  language: Language,
  leave: { readonly url: string; readonly words: string } | null = null,
): string {
  const paragraphs = text
    .split(/(?:\r?\n){2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p style="margin:0 0 1em">${withLinks(part).replace(/\r?\n/g, '<br>')}</p>`);
  const foot = leave
    ? `<p style="margin:2em 0 0;font-size:13px;color:#5b6472"><a href="${escapeHtml(leave.url)}">${escapeHtml(leave.words)}</a></p>`
    : '';
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>`,
    '<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.6;color:#1f2933">',
    ...paragraphs,
    foot,
    '</body></html>',
  ].join('');
}

function withLinks(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    html += escapeHtml(text.slice(from, match.index));
    html += `<a href="${escapeHtml(match[0])}">${escapeHtml(match[0])}</a>`;
    from = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(from));
}
