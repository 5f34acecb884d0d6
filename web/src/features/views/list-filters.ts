import {
  LISTS,
  parametersOf,
  type FilterTable,
  type ListColumn,
  type EnquiryFilterName,
  type PeopleFilterName,
  type StatisticsFilterName,
  type SavedView,
  type ViewList,
} from '@anbu/contract';

export type FilterName = EnquiryFilterName | PeopleFilterName | StatisticsFilterName;
type Value = string | number | boolean | undefined;
/** The address of a list, as the router reads it. */
export type ListSearch = Readonly<Record<string, Value>>;

/** One list as its address has it: what its filters, views, columns and exports are made from. */
export type ListFilters = {
  readonly list: ViewList;
  /** The saved view that it began with. */
  readonly saved: string | undefined;
  /** All that a saved view keeps. */
  readonly kept: Readonly<Record<string, string>>;
  readonly search: ListSearch;
  readonly on: readonly FilterName[];
  /** Of filters that have no chip of their own. */
  readonly count: number;
  readonly columns: readonly ListColumn[];
  readonly put: (changes: ListSearch) => void;
  readonly remove: (name: FilterName) => void;
  readonly show: (view: SavedView | null) => void;
  /** Without filters; how it is drawn and which columns stand is kept. */
  readonly clear: () => void;
};

/** `go` changes the address; `replace`: it is no step back. */
export function listFilters(
  list: ViewList,
  search: ListSearch,
  go: (change: (old: ListSearch) => ListSearch, replace: boolean) => void,
): ListFilters {
  const on = filterNames(list).filter((name) => parameterNames(list, name).some((one) => search[one] !== undefined));
  const saved = search['saved'];
  return {
    list,
    saved: saved === undefined ? undefined : String(saved),
    kept: keptOf(search),
    search,
    on,
    count: on.filter((name) => name !== 'status').length,
    columns: columnsOf(list, search['columns']),
    put: (changes) => go((old) => ({ ...old, ...changes }), !('enquiry' in changes)),
    remove: (name) =>
      go((old) => ({ ...old, ...Object.fromEntries(parameterNames(list, name).map((one) => [one, undefined])) }), true),
    show: (view) => go(() => (view ? searchOf(view) : { saved: 'none' }), false),
    clear: () => go(({ view, columns }) => ({ saved: 'none', view, columns }), true),
  };
}

export function filterNames(list: ViewList): readonly FilterName[] {
  return Object.keys(LISTS[list].filters) as FilterName[];
}

export function filterOf(list: ViewList, name: FilterName) {
  const filters: FilterTable = LISTS[list].filters;
  const filter = filters[name];
  if (!filter) throw new RangeError(`${list} has no filter ${name}`);
  return filter;
}

/** One name, or two of a span. */
export function parameterNames(list: ViewList, name: FilterName): readonly string[] {
  return Object.keys(parametersOf(name, filterOf(list, name)));
}

/** In the order that was chosen; what is no column is left out. */
export function columnsOf(list: ViewList, text: Value): readonly ListColumn[] {
  const { columns, standard } = LISTS[list];
  const known: readonly string[] = columns;
  const chosen = String(text ?? '')
    .split(',')
    .filter((one): one is ListColumn => known.includes(one));
  return chosen.length > 0 ? [...new Set(chosen)] : standard;
}

/** The address as texts: what is saved, and by which two addresses are compared. */
export function keptOf({ enquiry: _enquiry, saved: _saved, ...search }: ListSearch): Record<string, string> {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** What of the address is the question: how it is drawn and its columns are told apart. */
export function exportQuery({ columns: _columns, view: _view, ...query }: Readonly<Record<string, string>>) {
  return query;
}

/** The address of a saved view, without what holds no longer: that is said beside it. */
export function searchOf({ id, query, issues }: Pick<SavedView, 'id' | 'query' | 'issues'>): ListSearch {
  const kept = Object.entries(query).flatMap(([name, text]) => {
    const own = issues.filter(({ parameter }) => parameter === name);
    if (own.some(({ code }) => code === 'not_permitted')) return [];
    const gone = new Set(own.map(({ value }) => value));
    const left = text.split(',').filter((value) => !gone.has(value.trim()));
    return left.length > 0 ? [[name, own.length > 0 ? left.join(',') : text] as const] : [];
  });
  // The router reads them as it reads the address: true is a flag, 3 a number.
  const search = kept.map(([name, text]) => [
    name,
    /^(true|false|\d{1,3})$/.test(text) ? (JSON.parse(text) as Value) : text,
  ]);
  return { ...(Object.fromEntries(search) as ListSearch), saved: id };
}
