import ipaddr from 'ipaddr.js';

type Verdict = 'never' | 'inside' | 'unroutable' | 'public';

const cidrs = (...ranges: string[]) => ranges.map((range) => ipaddr.parseCIDR(range));

/** Where clouds serve credentials, beside link-local; and ranges that only look public. */
const cloudOwn = cidrs(
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.0/24',
  '240.0.0.0/4',
  'fd00:ec2::/32',
);

const benchmarks = cidrs('198.18.0.0/15');

/** All of IPv6 that is handed out to the public. */
const publicIpv6 = cidrs('2000::/3');

const verdicts: Readonly<Record<string, Verdict>> = {
  unspecified: 'never',
  broadcast: 'never',
  multicast: 'never',
  linkLocal: 'never',
  deprecatedSiteLocal: 'never',
  loopback: 'inside',
  private: 'inside',
  carrierGradeNat: 'inside',
  uniqueLocal: 'inside',
  unicast: 'public',
};

const reasons = {
  never: 'a link-local, metadata or reserved address',
  inside: 'an address of a private network',
  unroutable: 'an address no public server has',
} as const;

/**
 * Why an address may not be connected to, or `undefined`. `allowPrivate` opens loopback, private
 * and carrier networks. Link-local and metadata addresses stay shut. An IPv4 address in the form of
 * IPv6 is judged as the IPv4 address.
 */
export const refusedAddress = (address: string, allowPrivate: boolean): string | undefined => {
  if (!ipaddr.isValid(address)) return reasons.unroutable;
  const verdict = verdictOf(ipaddr.process(address));
  if (verdict === 'public' || (verdict === 'inside' && allowPrivate)) return undefined;
  return reasons[verdict];
};

type Address = ReturnType<typeof ipaddr.process>;

const verdictOf = (address: Address): Verdict => {
  if (isIn(address, cloudOwn)) return 'never';
  if (isIn(address, benchmarks)) return 'inside';
  const verdict = verdicts[address.range()] ?? 'unroutable';
  const isPublic = address.kind() === 'ipv4' || isIn(address, publicIpv6);
  return verdict === 'public' && !isPublic ? 'unroutable' : verdict;
};

const isIn = (address: Address, ranges: ReturnType<typeof cidrs>): boolean =>
  ranges.some((range) => address.kind() === range[0].kind() && address.match(range));
