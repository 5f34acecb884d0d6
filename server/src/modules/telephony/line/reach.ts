import { lookup } from 'node:dns/promises';
import { isPublicAddress } from '../../../platform/outgoing/index.ts';
import { isHouseAddress } from './house-address.ts';

/** Why a line is not open: a code of the catalogue below `telephony.line`. */
export type LineFault = 'refused' | 'unreachable' | 'blocked' | 'protocol' | 'silent' | 'lost';
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly fault: LineFault;
  constructor(fault: LineFault) {
    super(fault);
    this.fault = fault;
  }
}

export type Reach = {
  /** `host:port` inside the own network that an administrator of the organisation allowed. */
  readonly houses: ReadonlySet<string>;
  /** `host:port` of this machine: development and tests. */
  readonly own: ReadonlySet<string>;
};

/**
 * The address to connect to: that which was checked, so that a name which changes its mind reaches nothing else. Out in the open, or inside the own
 * network where that was allowed; this machine never. Throws LineError. Spec: reliability S9.
 */
export async function addressOf(host: string, port: number, { houses, own }: Reach): Promise<string> {
  const place = `${host}:${String(port)}`;
  const found = await lookup(host, { all: true }).catch(() => []);
  const [first] = found;
  if (!first) throw new LineError('unreachable');
  if (own.has(place)) return first.address;
  const mayBe = (address: string) => isPublicAddress(address) || (houses.has(place) && isHouseAddress(address));
  // Every address of the name: one of two that is not allowed would be reached by chance.
  if (!found.every(({ address }) => mayBe(address))) throw new LineError('blocked');
  return first.address;
}
