import { describe, expect, it } from '@jest/globals';
import { previewOf, refusalHeader, scanText } from '../../../console/words/upload-words.ts';

const at = '2030-01-01T00:00:00Z';

describe('a scan', () => {
  it.each([
    [{ result: 'awaited', at }, 'the scanner’s verdict is awaited'],
    [{ result: 'clean', at, scanner: 'GuardDuty' }, 'clean (GuardDuty)'],
    [{ result: 'unscannable', at, reason: 'too large' }, 'not scannable: too large'],
    [{ result: 'infected', at, reason: 'X', scanner: 'ClamAV' }, 'infected: X (ClamAV)'],
  ] as const)('%o reads: %s', (scan, text) => {
    expect(scanText(scan)).toBe(text);
  });
});

describe('a refused upload', () => {
  it('says whether it had been kept before', () => {
    expect(refusalHeader({})).toBe('The upload was refused');
    expect(refusalHeader({ withdrawnAt: at })).toContain('withdrawn');
  });
});

describe('a preview', () => {
  it.each([
    ['image/jpeg', 'picture'],
    ['audio/wav', 'audio'],
    ['video/mp4', 'video'],
    ['image/svg+xml', undefined],
    ['text/html', undefined],
  ])('of %s is: %s', (contentType, kind) => {
    expect(previewOf(contentType)).toBe(kind);
  });
});
