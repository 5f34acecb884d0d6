/** The enquiry of the last own act of this tab, in the version that own acts have brought it to: what `U` takes back. */
type Acted = { readonly id: string; readonly version: number };
let last: Acted | null = null;

export function lastAct(): Acted | null {
  return last;
}

export function rememberAct({ id, version }: Acted): void {
  last = { id, version };
}

/** Another own act moved it on; what is not the last one's stays as it is. */
export function followAct({ id, version }: Acted): void {
  if (last?.id === id && version > last.version) last = { id, version };
}
