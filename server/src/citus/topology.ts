/** Where each table stands on a Citus cluster, from what the catalogue says of it; pure. */

export type Place = 'distributed' | 'reference' | 'local';

export type Key = {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'exclude';
  /** Of an exclusion those that are compared with `=`. */
  readonly columns: readonly string[];
};
export type ForeignKey = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** As `pg_constraint` has them: a no action, r restrict, c cascade, n set null, d set default. */
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly definition: string;
};
/** `plain`: without the sub-query of `platform.protect`, which Citus does not take. */
export type Policy = { readonly name: string; readonly hasSubquery: boolean; readonly isOrganisation: boolean };

/** One table; partitions are with their parent. */
export type Table = {
  readonly name: string;
  readonly hasOrganisation: boolean;
  /** Under forced row-level security: a table of organisations. */
  readonly isProtected: boolean;
  readonly levels: number;
  readonly keys: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly policies: readonly Policy[];
  readonly triggers: readonly string[];
};

/** Tables of no organisation. All others are distributed by `org_id`. */
export const WRITTEN: Readonly<Record<string, { readonly place: 'reference' | 'local'; readonly why: string }>> = {
  'anbu_migrations.applied': { place: 'local', why: 'migrations run at the coordinator' },
  'channels.address': { place: 'local', why: 'unique over all; asked before an organisation is known' },
  'channels.link_address': { place: 'local', why: 'unique over all; asked before an organisation is known' },
  'consents.rule': { place: 'reference', why: 'an organisation changes one by naming it by foreign key' },
  'enquiries.status': { place: 'reference', why: 'enquiries name it by foreign key' },
  'identity.account': { place: 'reference', why: 'members name it by foreign key; its e-mail is unique over all' },
  'identity.api_key': { place: 'local', why: 'its hash is unique over all; asked before an organisation is known' },
  'identity.demo_sign_in': { place: 'local', why: 'a handful, before sign-in' },
  'identity.organisation_slug': { place: 'reference', why: 'unique over all; organisations name it by foreign key' },
  'identity.passkey': { place: 'local', why: 'unique over all; asked before anybody is known' },
  'identity.passkey_challenge': { place: 'local', why: 'asked before anybody is known' },
  'identity.session': { place: 'local', why: 'its hash is unique over all; touched by each request' },
  'identity.sign_in_guard': { place: 'local', why: 'guesses by e-mail' },
  'intake.address': { place: 'local', why: 'unique over all; asked before an organisation is known' },
  'telephony.address': { place: 'local', why: 'unique over all; asked before an organisation is known' },
  'mail.address': { place: 'local', why: 'unique over all; asked before an organisation is known' },
  'platform.clock': { place: 'reference', why: 'read inside statements that go to the shards' },
  'platform.monthly_table': { place: 'local', why: 'names of tables; the owner reads it' },
  'platform.secret_check': { place: 'local', why: 'asked at the start of the program' },
  'platform.sweep': { place: 'local', why: 'one row for each sweep, locked one at a time' },
};

const ORGANISATION = 'org_id';
/** The first of all: the others stand beside its shards. */
export const FIRST = 'identity.organisation';

export type Topology = { readonly places: ReadonlyMap<string, Place>; readonly problems: readonly string[] };

/** Where each stands, and what Citus would refuse, a sentence each; see docs/decisions for where that is documented. */
export function topologyOf(tables: readonly Table[]): Topology {
  const problems: string[] = [];
  const places = new Map<string, Place>();
  for (const table of tables) {
    const written = WRITTEN[table.name];
    if (table.isProtected && table.hasOrganisation && !written) places.set(table.name, 'distributed');
    else if (written && !table.isProtected) places.set(table.name, written.place);
    else
      problems.push(
        `${table.name} has no place: a table of organisations has org_id and platform.protect, any other a line in citus/topology.ts`,
      );
  }
  for (const name of Object.keys(WRITTEN))
    if (!tables.some((table) => table.name === name)) problems.push(`${name} is written down and does not exist`);
  for (const table of tables) problems.push(...faultsOf(table, places).map((fault) => `${table.name}: ${fault}`));
  return { places, problems };
}

function faultsOf(table: Table, places: ReadonlyMap<string, Place>): string[] {
  const place = places.get(table.name);
  if (place === undefined) return [];
  const faults: string[] = [];
  if (place === 'distributed') {
    for (const { name, kind, columns } of table.keys) {
      if (!columns.includes(ORGANISATION))
        faults.push(`the ${kind} key ${name} is without org_id: no shard can hold to it alone`);
    }
    if (!table.keys.some(({ kind }) => kind === 'primary')) faults.push('it has no primary key');
    for (const { name, hasSubquery, isOrganisation } of table.policies) {
      if (hasSubquery && !isOrganisation) faults.push(`the policy ${name} holds a sub-query`);
    }
    if (table.levels > 1) faults.push('its partitions are partitioned again');
  }
  if (place !== 'local') for (const name of table.triggers) faults.push(`the trigger ${name}`);
  for (const key of table.foreignKeys) {
    const fault = faultOfForeignKey(place, places.get(key.to), key);
    if (fault !== null) faults.push(`the foreign key ${key.name} ${fault}`);
  }
  return faults;
}

function faultOfForeignKey(from: Place, to: Place | undefined, key: ForeignKey): string | null {
  if (to === undefined) return `goes to ${key.to}, which has no place`;
  if (from === 'local')
    return to === 'distributed' ? `goes from the coordinator to ${key.to}, which is distributed` : null;
  if (from === 'reference') {
    if (to === 'distributed') return `goes from a reference table to ${key.to}, which is distributed`;
    return to === 'local' && /[cnd]/.test(key.onDelete + key.onUpdate) ? `acts on ${key.to}, which is local` : null;
  }
  if (to === 'local') return `goes to ${key.to}, which stands at the coordinator`;
  if (to === 'reference') return null;
  const at = key.columns.indexOf(ORGANISATION);
  if (at < 0 || key.toColumns.indexOf(ORGANISATION) !== at) return `to ${key.to} is not by org_id on both sides`;
  if (/[nd]/.test(key.onDelete)) return 'would empty org_id on delete';
  return /[ncd]/.test(key.onUpdate) ? 'would change org_id on update' : null;
}

/** Statements that belong together: all or none of them. */
export type Step = readonly string[];

/**
 * What brings the cluster from where its tables stand to where they should: reference tables, then each table after those that it names. Foreign
 * keys in a circle are taken off and put back, in one step with the tables between. No step: nothing to do. Throws where a table stands elsewhere.
 */
export function stepsOf(
  tables: readonly Table[],
  places: ReadonlyMap<string, Place>,
  standing: ReadonlyMap<string, Place>,
): Step[] {
  for (const [name, is] of standing) {
    const should = places.get(name);
    if (should !== undefined && should !== is)
      throw new Error(`${name} is ${is} on this cluster and should be ${should}: undistribute_table('${name}') first`);
  }
  const due = (place: Place) => tables.filter(({ name }) => places.get(name) === place && standing.get(name) !== place);
  const { ordered, circular } = inOrder(due('distributed'));
  const steps: Step[] = inOrder(due('reference')).ordered.map(({ name }) => [
    `select create_reference_table('${name}')`,
  ]);
  const distribute = (table: Table) => [
    ...table.policies
      .filter(({ isOrganisation, hasSubquery }) => isOrganisation && hasSubquery)
      .map(({ name }) => plain(table.name, name)),
    `select create_distributed_table('${table.name}', '${ORGANISATION}', colocate_with => '${table.name === FIRST ? 'none' : FIRST}')`,
  ];
  const at = (name: string) => ordered.findIndex((table) => table.name === name);
  const ends = circular.flatMap(({ from, key }) => [at(from), at(key.to)]);
  const [first, last] = ends.length === 0 ? [-1, -1] : [Math.min(...ends), Math.max(...ends)];
  ordered.forEach((table, index) => {
    if (index < first || index > last) steps.push(distribute(table));
    if (index !== first) return;
    steps.push([
      ...circular.map(({ from, key }) => `alter table ${from} drop constraint ${key.name}`),
      ...ordered.slice(first, last + 1).flatMap(distribute),
      ...circular.map(({ from, key }) => `alter table ${from} add constraint ${key.name} ${key.definition}`),
    ]);
  });
  return steps;
}

/** The organisation of the transaction, without the sub-query that `platform.protect` writes. It is stable: an index is used as before. */
function plain(table: string, policy: string): string {
  const held = `org_id = nullif(current_setting('app.org_id', true), '')::uuid`;
  return `alter policy ${policy} on ${table} using (${held}) with check (${held})`;
}

type Circular = { readonly from: string; readonly key: ForeignKey };

/** Each after those that it names; and the keys for which no order does. */
function inOrder(tables: readonly Table[]): { ordered: Table[]; circular: Circular[] } {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const circular: Circular[] = [];
  const ordered: Table[] = [];
  // The first one is named by all, and each that stands is done.
  const open = (table: Table) =>
    table.foreignKeys.filter(
      (key) =>
        key.to !== table.name &&
        waiting.has(key.to) &&
        !circular.some((one) => one.from === table.name && one.key === key),
    );
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter((table) => open(table).length === 0);
    if (free.length === 0) {
      const [fewest] = [...waiting.values()].toSorted((a, b) => open(a).length - open(b).length);
      if (fewest) circular.push(...open(fewest).map((key) => ({ from: fewest.name, key })));
      continue;
    }
    for (const table of free.toSorted((a, b) => Number(b.name === FIRST) - Number(a.name === FIRST))) {
      ordered.push(table);
      waiting.delete(table.name);
    }
  }
  return { ordered, circular };
}
