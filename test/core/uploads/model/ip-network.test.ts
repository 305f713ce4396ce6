import { describe, expect, it } from '@jest/globals';
import { ipNetwork } from '../../../../core/uploads/model/ip-network.ts';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s is %s', (ip, network) => {
    expect(ipNetwork(ip)).toBe(network);
  });

  it('is one for all addresses of a household', () => {
    const addresses = ['2001:db8:1:2:ffff::1', '2001:db8:1:2::', '2001:db8:1:2:3:4:5:6'];
    expect(new Set(addresses.map(ipNetwork)).size).toBe(1);
  });
});
