import { describe, expect, it } from '@jest/globals';
import { httpPolicyOf } from '../../../cli/bulk/open-source.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';

const source: BatchPlan['source'] = {
  kind: 'http',
  description: 'https://old.example.com/media/',
  options: { url: 'https://old.example.com/media/', allowHosts: 'old.example.com,cdn.example.com' },
};

describe('what may be read from web servers', () => {
  it('is on the allowed hosts', () => {
    expect(httpPolicyOf({ source })).toEqual({
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
    expect(httpPolicyOf({ source, register })).toMatchObject({ maxBytes: 1000 });
  });

  it('is nothing where no host was named', () => {
    expect(httpPolicyOf({ source: { ...source, options: {} } })).toBeUndefined();
  });
});
