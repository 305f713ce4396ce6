import { describe, expect, it } from '@jest/globals';
import { compareChecksums } from '../../../../core/storage/model/proof.ts';
import type { ObjectFacts } from '../../../../core/storage/ports.ts';

const facts = (checksums: Pick<ObjectFacts, 'sha256' | 'crc64nvme'>): ObjectFacts => ({
  versionId: 'v1',
  etag: '"same"',
  sizeBytes: 3,
  contentType: 'image/jpeg',
  metadata: {},
  ...checksums,
});

describe('compare checksums', () => {
  it('proves by SHA-256 where both sides have one', () => {
    expect(compareChecksums(facts({ sha256: 'a' }), facts({ sha256: 'a' }), 'a')).toEqual({
      equal: true,
      proof: 'sha256',
    });
  });

  it('refuses two that agree with each other and not with what the client announced', () => {
    expect(compareChecksums(facts({ sha256: 'a' }), facts({ sha256: 'a' }), 'b')).toEqual({
      equal: false,
    });
  });

  it('proves a copy by the SHA-256 that was checked when the source arrived in parts', () => {
    expect(compareChecksums(facts({ crc64nvme: 'c' }), facts({ sha256: 'a' }), 'a')).toEqual({
      equal: true,
      proof: 'sha256',
    });
  });

  it('refuses a copy with another SHA-256', () => {
    expect(compareChecksums(facts({ sha256: 'a' }), facts({ sha256: 'b' }), 'a')).toEqual({
      equal: false,
    });
  });

  it('prefers SHA-256 to an equal CRC', () => {
    expect(
      compareChecksums(
        facts({ sha256: 'a', crc64nvme: 'c' }),
        facts({ sha256: 'b', crc64nvme: 'c' }),
        'a',
      ),
    ).toEqual({ equal: false });
  });

  it('proves by CRC64NVME where a SHA-256 is missing', () => {
    expect(
      compareChecksums(facts({ sha256: 'a', crc64nvme: 'c' }), facts({ crc64nvme: 'c' }), 'a'),
    ).toEqual({
      equal: true,
      proof: 'crc64nvme',
    });
  });

  it('refuses a copy with another CRC64NVME', () => {
    expect(compareChecksums(facts({ crc64nvme: 'c' }), facts({ crc64nvme: 'd' }), 'a')).toEqual({
      equal: false,
    });
  });

  it.each([
    ['neither has one', {}, {}],
    ['the copy has none', { sha256: 'a' }, {}],
    ['they have different kinds', { sha256: 'a' }, { crc64nvme: 'c' }],
  ])('says nothing when %s: equal ETags are no evidence', (_why, source, copy) => {
    expect(compareChecksums(facts(source), facts(copy), 'a')).toBe('unknown');
  });
});
