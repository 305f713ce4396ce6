import { describe, expect, it } from '@jest/globals';
import { refusedAddress } from '../../../../adapters/aws/address-guard.ts';

const own = [
  '127.0.0.1',
  '127.8.8.8',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '198.18.0.1',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:10.0.0.1',
  '::127.0.0.1',
];

const never = [
  '0.0.0.0',
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
];

const hidden = [
  '64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '192.0.2.1',
  '203.0.113.9',
  '4000::1',
  'no address',
];

const open = [
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '169.253.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
];

describe('addresses of sources', () => {
  it.each(own)('%s is refused, unless private networks are allowed', (address) => {
    expect(refusedAddress(address, false)).toBeDefined();
  });

  it.each(own)('%s is open when private networks are allowed', (address) => {
    expect(refusedAddress(address, true)).toBeUndefined();
  });

  it.each([...never, ...hidden])('%s is refused whatever is allowed', (address) => {
    expect(refusedAddress(address, false)).toBeDefined();
    expect(refusedAddress(address, true)).toBeDefined();
  });

  it.each(open)('%s is open', (address) => {
    expect(refusedAddress(address, false)).toBeUndefined();
  });
});
