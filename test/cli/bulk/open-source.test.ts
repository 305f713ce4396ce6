import { describe, expect, it } from '@jest/globals';
import { allowedHosts, httpPolicyOf } from '../../../cli/bulk/sources/web-hosts.ts';

const hosts = { allowHosts: ['old.example.com', 'cdn.example.com'] };

describe('what may be read from web servers', () => {
  it('is on the allowed hosts', () => {
    expect(httpPolicyOf(hosts, {})).toEqual({
      allowedHosts: ['old.example.com', 'cdn.example.com'],
      allowPrivate: false,
    });
  });

  it('is no larger than its category allows', () => {
    const register = {
      ownerId: 'ada',
      category: 'photo',
      contentTypes: ['image/jpeg'],
      maxSizeBytes: 1000,
    };
    expect(httpPolicyOf(hosts, { register })).toMatchObject({ maxBytes: 1000 });
  });

  it('is nothing where no host was named', () => {
    expect(httpPolicyOf(allowedHosts([], {}), {})).toBeUndefined();
  });
});
