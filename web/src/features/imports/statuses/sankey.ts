export type Flow<P extends string> = { readonly from: P; readonly to: P; readonly count: number };
export type Node<P extends string> = {
  readonly place: P;
  readonly y: number;
  readonly height: number;
  readonly count: number;
};
export type Band<P extends string> = Flow<P> & { readonly path: string; readonly thickness: number };
export type Size = { readonly height: number; readonly left: number; readonly right: number; readonly gap: number };

/** So that a name has room beside it. */
const LEAST = 14;

/** Two columns of places in their order and the bands between them; heights are shares of all, in the units of `size`. */
export function sankeyOf<P extends string>(
  flows: readonly Flow<P>[],
  order: readonly P[],
  size: Size,
): { from: Node<P>[]; to: Node<P>[]; bands: Band<P>[] } {
  const from = column(flows, order, ({ from: place }) => place, size);
  const to = column(flows, order, ({ to: place }) => place, size);
  const used = { from: new Map<P, number>(), to: new Map<P, number>() };
  const sorted = [...flows].sort(
    (a, b) => order.indexOf(a.from) - order.indexOf(b.from) || order.indexOf(a.to) - order.indexOf(b.to),
  );
  const bands = sorted.flatMap((flow): Band<P>[] => {
    const left = from.find(({ place }) => place === flow.from);
    const right = to.find(({ place }) => place === flow.to);
    if (!left || !right) return [];
    const leftY = middle(left, flow.count, used.from);
    const rightY = middle(right, flow.count, used.to);
    const bend = (size.left + size.right) / 2;
    return [
      {
        ...flow,
        thickness: Math.max(1, (left.height * flow.count) / left.count),
        path: `M${size.left},${leftY} C${bend},${leftY} ${bend},${rightY} ${size.right},${rightY}`,
      },
    ];
  });
  return { from, to, bands };
}

function column<P extends string>(
  flows: readonly Flow<P>[],
  order: readonly P[],
  of: (flow: Flow<P>) => P,
  { height, gap }: Size,
): Node<P>[] {
  const counts = order
    .map((place) => ({ place, count: flows.reduce((sum, flow) => sum + (of(flow) === place ? flow.count : 0), 0) }))
    .filter(({ count }) => count > 0);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const room = height - (gap + LEAST) * counts.length;
  let y = 0;
  return counts.map(({ place, count }) => {
    const node = { place, count, y, height: LEAST + (room * count) / total };
    y += node.height + gap;
    return node;
  });
}

function middle<P extends string>(node: Node<P>, count: number, used: Map<P, number>): number {
  const before = used.get(node.place) ?? 0;
  used.set(node.place, before + count);
  return Math.round((node.y + (node.height * (before + count / 2)) / node.count) * 10) / 10;
}
