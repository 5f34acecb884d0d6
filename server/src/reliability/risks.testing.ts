/** What a migration may not do while the release before it serves, unless a comment in front of it says why it may. */

export type Risk = { readonly statement: string; readonly why: string };

/** In a comment in front of the statement: `-- safe: the table has a row for each organisation`. */
const SAFE = /^safe: \S/i;

type Statement = { readonly text: string; readonly comments: readonly string[] };
type Rule = { readonly pattern: RegExp; readonly why: string };

/** `pattern` finds the thing that is touched as its first group: things that are new have no user yet. Several actions of one `alter table` are several. */
const RULES: readonly Rule[] = [
  {
    pattern: /^drop (?:table|view|schema|type|policy \w+ on) (?:if exists )?([\w.]+)/,
    why: 'the release before uses it',
  },
  { pattern: /^drop function (?:if exists )?([\w.]+)/, why: 'the release before calls it' },
  { pattern: /^drop index (?:if exists )?([\w.]+)/, why: 'the release before may look by it, row by row without' },
  {
    pattern: /^alter (?:table|view|function|type|index|schema) (?:if exists )?([\w.]+).*? rename /,
    why: 'the release before knows the old name',
  },
  {
    pattern: /^alter table (?:only )?([\w.]+) .*?drop (?:column |constraint )/,
    why: 'the release before relies on it',
  },
  {
    pattern: /^alter table (?:only )?([\w.]+) .*?alter (?:column )?\w+ (?:set data )?type /,
    why: 'each row is written anew, nobody reads meanwhile',
  },
  {
    pattern: /^alter table (?:only )?([\w.]+) .*?set not null/,
    why: 'all rows are read under a full lock; the release before may leave it empty',
  },
  {
    pattern: /^alter table (?:only )?([\w.]+) .*?add column (?:if not exists )?\w+ (?![^,]*\bdefault\b)[^,]*\bnot null/,
    why: 'the release before does not fill it in',
  },
  {
    pattern:
      /^alter table (?:only )?([\w.]+) .*?add (?:constraint \w+ )?(?:check|foreign key|unique|primary key|exclude)\b(?!.*\bnot valid)/,
    why: 'all rows are read under a lock, and what the release before writes may not hold to it',
  },
  {
    pattern: /^create (?:unique )?index (?:if not exists )?\w+ on (?:only )?([\w.]+)/,
    why: 'nobody writes while it is made',
  },
  { pattern: /^(?:with .*? )?update (?:only )?([\w.]+)/, why: 'rows are held until the file is done' },
  { pattern: /^(?:with .*? )?delete from (?:only )?([\w.]+)/, why: 'rows are held until the file is done' },
  { pattern: /^(?:truncate|lock|cluster|reindex)(?: table| index)? ([\w.]+)/, why: 'a full lock' },
  {
    pattern: /^revoke .* on (?:table |function )?([\w.]+).* from :app_role/,
    why: 'the release before has that right, and uses it',
  },
];

/** What is in `sql` that needs a reason, statement by statement. `made`: what this and the other new files make. */
export function risksOf(sql: string, made: ReadonlySet<string>): Risk[] {
  const found: Risk[] = [];
  for (const { text, comments } of statementsOf(sql)) {
    if (comments.some((comment) => SAFE.test(comment))) continue;
    for (const { pattern, why } of RULES) {
      const touched = pattern.exec(text)?.[1];
      if (touched && !made.has(touched)) found.push({ statement: text.slice(0, 80), why });
    }
  }
  return found;
}

/** Tables, views, functions and indexes that a file makes, by name with schema. */
export function madeBy(sql: string): string[] {
  return statementsOf(sql).flatMap(({ text }) => {
    const made = /^create (?:table|view|function|schema) (?:if not exists )?([\w.]+)/.exec(text)?.[1];
    const index = /^create (?:unique )?index (?:if not exists )?(\w+) on (?:only )?(\w+)\./.exec(text);
    return [...(made ? [made] : []), ...(index ? [`${index[2]}.${index[1]}`] : [])];
  });
}

/** Statements in lower case on one line, without strings and bodies of functions (those of `do` are run, and stay), with the comments in front and inside. */
export function statementsOf(sql: string): Statement[] {
  const found: Statement[] = [];
  let text = '';
  let comments: string[] = [];
  const token = /--([^\n]*)|\/\*([\s\S]*?)\*\/|(\$\w*\$)([\s\S]*?)\3|'(?:[^']|'')*'|;|[^;'$/-]+|[\s\S]/g;
  const end = () => {
    const whole = text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
    if (whole !== '') found.push({ text: whole, comments });
    text = '';
    comments = [];
  };
  for (const [part, line, block, quote, body = ''] of sql.matchAll(token)) {
    if (line !== undefined) comments.push(line.trim());
    else if (block !== undefined) comments.push(...block.split('\n').map((one) => one.trim()));
    else if (quote !== undefined) {
      const inner = /^\s*do\b/i.test(text) ? statementsOf(body.replace(/\b(begin|then|loop|else)\b/gi, '$1;')) : [];
      text += ` ${quote}${quote} `;
      found.push(...inner);
    } else if (part === ';') end();
    else text += part.startsWith("'") ? "''" : part;
  }
  end();
  return found;
}
