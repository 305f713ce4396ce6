import { describe, expect, it } from '@jest/globals';
import { byteSize } from '../../../cli/bulk/byte-size.ts';

describe('a size, as rclone reads it', () => {
  it.each([
    ['0', 0],
    ['100B', 100],
    ['100b', 100],
    ['1', 1_024],
    ['1k', 1_024],
    ['1Ki', 1_024],
    ['1KiB', 1_024],
    ['1.5M', 1.5 * 1024 ** 2],
    ['2G', 2 * 1024 ** 3],
    ['1T', 1024 ** 4],
    ['1P', 1024 ** 5],
  ])('%s is %i bytes', (text, bytes) => {
    expect(byteSize(text)).toBe(bytes);
  });

  it.each(['', 'k', '-1', '1bb', '1i', '1x', '1e3', ' 1', '1 k', '0x10', '1.'])(
    "'%s' is none",
    (text) => {
      expect(byteSize(text)).toBeUndefined();
    },
  );
});
