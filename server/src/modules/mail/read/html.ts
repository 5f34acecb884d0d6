const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  middot: '·',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
};
/** What stands in these is for programs. */
const UNSEEN = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'math',
  'object',
  'iframe',
  'textarea',
  'select',
]);
const BREAKS = new Set([
  'br',
  'p',
  'div',
  'tr',
  'li',
  'ul',
  'ol',
  'table',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'pre',
  'section',
  'article',
]);

const LONGEST_TAG = 20_000;

/**
 * The text of an HTML: lines where it has blocks, nothing of scripts, styles, pictures and addresses behind words, so that nothing is fetched and nothing
 * runs. One pass over the signs; whatever is no tag is text (S4).
 */
export function htmlToWords(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      text += html.slice(at);
      break;
    }
    text += html.slice(at, open);
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(open, open + 40));
    if (!tag && !html.startsWith('<!', open) && !html.startsWith('<?', open)) {
      text += '<';
      at = open + 1;
      continue;
    }
    const end = endOfTag(html, open);
    const name = tag?.[2]?.toLowerCase() ?? '';
    if (BREAKS.has(name)) text += '\n';
    else if (name === 'td' || name === 'th') text += ' ';
    at = end;
    if (tag?.[1] === '' && UNSEEN.has(name) && html[end - 2] !== '/') at = afterClosing(html, end, name);
  }
  return unescaped(text)
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Behind the `>` of a tag; one inside of quotes is none. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < Math.min(html.length, from + LONGEST_TAG); at += 1) {
    const sign = html[at]!;
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at + 1;
  }
  // A quote that nobody closed: the next bracket ends it.
  const next = html.indexOf('>', from);
  return next < 0 ? html.length : next + 1;
}

function afterClosing(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}\\b[^>]*>`, 'gi');
  closing.lastIndex = from;
  const match = closing.exec(html);
  return match ? match.index + match[0].length : html.length;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
}
