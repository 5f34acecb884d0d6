import { BlockList, isIP } from 'node:net';
import { isPublicAddress } from '../../../platform/outgoing/index.ts';

/** Networks of a house, where its exchange stands: reached where an administrator allowed the very address. */
const PRIVATE: readonly (readonly [network: string, bits: number])[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['fc00::', 7],
];
const houses = new BlockList();
for (const [network, bits] of PRIVATE) houses.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4');

/** What a cloud tells its machines about themselves stands there, inside a network that is private otherwise. */
const METADATA = new Set(['100.100.100.200', 'fd00:ec2::254']);

/** Inside a house: to be called where an administrator allowed it. */
export function isHouseAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || METADATA.has(address)) return false;
  return houses.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Neither out in the open nor inside a house: this machine, link-local, nobody's. No act allows it. Spec: reliability S9. */
export function isNeverCalled(address: string): boolean {
  return !isHouseAddress(address) && !isPublicAddress(address);
}
