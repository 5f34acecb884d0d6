import type { Client } from 'pg';
import type { Place, Table } from './topology.ts';

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'citus', 'columnar', 'citus_double')
  and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid and x.deptype = 'e')`;

export async function hasCitus(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(`select 1 from pg_extension where extname = 'citus'`);
  return rowCount === 1;
}

/** Every table of ours with what a cluster asks of it. Partitions and their own keys are with their parents. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname || '.' || c.relname as name,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped and a.attnotnull) as "hasOrganisation",
      c.relrowsecurity and c.relforcerowsecurity as "isProtected",
      coalesce((select max(t.level) from pg_partition_tree(c.oid) t), 0)::int as levels,
      (select coalesce(json_agg(json_build_object('name', i.indexrelid::regclass::text,
          'kind', case when i.indisprimary then 'primary' when i.indisexclusion then 'exclude' else 'unique' end,
          'columns', (select coalesce(json_agg(a.attname order by k.no), '[]') from unnest(i.indkey::int2[]) with ordinality k (attnum, no)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
            where k.no <= i.indnkeyatts and (not i.indisexclusion or exists (
              select from pg_constraint e join pg_operator o on o.oid = e.conexclop[k.no] where e.conindid = i.indexrelid and o.oprname = '=')))
        ) order by i.indexrelid::regclass::text), '[]')
        from pg_index i where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)) as keys,
      (select coalesce(json_agg(json_build_object('name', quote_ident(f.conname), 'to', tn.nspname || '.' || t.relname,
          'columns', (select json_agg(a.attname order by k.no) from unnest(f.conkey) with ordinality k (attnum, no)
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum),
          'toColumns', (select json_agg(a.attname order by k.no) from unnest(f.confkey) with ordinality k (attnum, no)
            join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum),
          'onDelete', f.confdeltype::text, 'onUpdate', f.confupdtype::text, 'definition', pg_get_constraintdef(f.oid)) order by f.conname), '[]')
        from pg_constraint f join pg_class t on t.oid = f.confrelid join pg_namespace tn on tn.oid = t.relnamespace
        where f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0) as "foreignKeys",
      (select coalesce(json_agg(json_build_object('name', quote_ident(p.polname), 'isOrganisation', p.polname = 'by_organisation',
          'hasSubquery', coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') like '%{SUBLINK%') order by p.polname), '[]')
        from pg_policy p where p.polrelid = c.oid) as policies,
      (select coalesce(json_agg(g.tgname order by g.tgname), '[]') from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as triggers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p' and ${OURS}
    order by 1`);
  return rows;
}

/** Where tables stand on this cluster now. What is managed at the coordinator (h: shards, n: none; t: a copy on each node) is local. */
export async function listStanding(client: Client): Promise<Map<string, Place>> {
  const { rows } = await client.query<{ name: string; place: Place }>(`
    select n.nspname || '.' || c.relname as name,
      case when d.partmethod = 'h' then 'distributed' when d.repmodel = 't' then 'reference' else 'local' end as place
    from pg_dist_partition d join pg_class c on c.oid = d.logicalrelid join pg_namespace n on n.oid = c.relnamespace
    where not c.relispartition`);
  return new Map(rows.map(({ name, place }) => [name, place]));
}
