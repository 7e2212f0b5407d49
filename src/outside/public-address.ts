/**
 * Whether an address is one of the public internet: not this machine, not the network around it, not what is set aside
 * (the registries of special-purpose addresses of the IANA, RFC 6890 and its successors).
 */
import { BlockList, isIP } from 'node:net';

const setAside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  setAside.addSubnet(net, bits, 'ipv4');
// Of IPv6 only global unicast is public; what wraps an IPv4 address (mapped, 6to4, Teredo, NAT64) may lead anywhere.
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  setAside.addSubnet(net, bits, 'ipv6');

export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !setAside.check(address, 'ipv4');
  return family === 6 && unicast.check(address, 'ipv6') && !setAside.check(address, 'ipv6');
}
