import { BlockList, isIPv4 } from 'node:net';

const ranges = (ipv4: readonly string[], ipv6: readonly string[]): BlockList => {
  const list = new BlockList();
  const add = (range: string, family: 'ipv4' | 'ipv6'): void => {
    const [net = '', bits = ''] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  };
  for (const range of ipv4) add(range, 'ipv4');
  for (const range of ipv6) add(range, 'ipv6');
  return list;
};

/**
 * Where clouds hand out credentials and machines find their neighbours: no file is there, whatever
 * anybody allows.
 */
const never = ranges(
  [
    '0.0.0.0/8',
    '169.254.0.0/16',
    '168.63.129.16/32',
    '100.100.100.200/32',
    '192.0.0.0/24',
    '224.0.0.0/3',
  ],
  ['::/128', 'fe80::/10', 'fec0::/10', 'fd00:ec2::/32', 'ff00::/8'],
);

/** This machine and its networks. */
const inside = ranges(
  [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '198.18.0.0/15',
  ],
  ['::1/128', 'fc00::/7'],
);

/**
 * Documentation, relays and translators. IPv4-mapped addresses are judged by the IPv4 lists, and
 * are nowhere public.
 */
const unroutable = ranges(
  ['192.0.2.0/24', '192.88.99.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);

/** All of IPv6 that is handed out to the public. */
const publicIpv6 = ranges([], ['2000::/3']);

/**
 * Why an address may not be connected to, or `undefined`. `allowPrivate` opens loopback, private
 * and carrier networks; link-local and metadata addresses stay shut.
 */
export const refusedAddress = (address: string, allowPrivate: boolean): string | undefined => {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const [bare = ''] = address.split('%');
  if (never.check(bare, family)) return 'a link-local, metadata or reserved address';
  if (inside.check(bare, family))
    return allowPrivate ? undefined : 'an address of a private network';
  if (unroutable.check(bare, family)) return 'an address no public server has';
  return family === 'ipv4' || publicIpv6.check(bare, family)
    ? undefined
    : 'an address no public server has';
};
