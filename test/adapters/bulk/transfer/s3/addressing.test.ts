import { describe, expect, it } from '@jest/globals';
import { bucketAddress, type S3Place } from '../../../../../adapters/bulk/transfer/s3/s3-place.ts';

const place = (changes: Partial<S3Place>): S3Place => ({
  region: 'eu-west-1',
  checksums: true,
  ...changes,
});

const addressOf = (changes: Partial<S3Place>, bucket = 'media') => {
  const { origin, host, prefix } = bucketAddress(place(changes), bucket);
  return `${origin.tls ? 'https' : 'http'} ${origin.host} ${origin.port} ${host} ${prefix}`;
};

describe('the address of a bucket', () => {
  it.each<[string, Partial<S3Place>, string]>([
    ['AWS', {}, 'https media.s3.eu-west-1.amazonaws.com 443 media.s3.eu-west-1.amazonaws.com '],
    ['an endpoint', { endpoint: 'http://a:9000/s3' }, 'http a 9000 a:9000 /s3/media'],
    [
      'an endpoint, --addressing virtual',
      { endpoint: 'https://a.example.com', addressing: 'virtual' },
      'https media.a.example.com 443 media.a.example.com ',
    ],
    [
      'AWS, --addressing path',
      { addressing: 'path' },
      'https s3.eu-west-1.amazonaws.com 443 s3.eu-west-1.amazonaws.com /media',
    ],
    ['IPv6', { endpoint: 'http://[::1]:9000' }, 'http ::1 9000 [::1]:9000 /media'],
  ])('at %s', (_where, changes, address) => {
    expect(addressOf(changes)).toBe(address);
  });

  it.each(['old.media', 'Old-Media', 'old_media', 'm'.repeat(64)])(
    'at AWS is in the path where a host name cannot have it: %s',
    (bucket) => {
      const host = 's3.eu-west-1.amazonaws.com';
      expect(addressOf({}, bucket)).toBe(`https ${host} 443 ${host} /${bucket}`);
    },
  );
});
