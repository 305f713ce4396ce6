import { describe, expect, it } from '@jest/globals';
import { byteSize, dateTime, timeSpan } from '../../../cli/bulk/amounts.ts';

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

describe('a time, as rclone reads it', () => {
  it.each([
    ['10', 10_000],
    ['250ms', 250],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1M', 2_592_000_000],
    ['2h45m', 9_900_000],
    ['1.5h30s', 5_430_000],
    ['1d12h', 129_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(timeSpan(text)).toBe(ms);
  });

  it.each(['', 'h', '-1h', '1x', '1h30', '1h 30m', '1.m', '2030-01-31'])("'%s' is none", (text) => {
    expect(timeSpan(text)).toBeUndefined();
  });
});

describe('a date, as rclone reads it', () => {
  it.each([
    ['2030-01-31', new Date(2030, 0, 31)],
    ['2030-01-31 12:30:15', new Date(2030, 0, 31, 12, 30, 15)],
    ['2030-01-31T12:30:15', new Date(2030, 0, 31, 12, 30, 15)],
    ['2030-01-31T12:30', new Date(2030, 0, 31, 12, 30)],
    ['2030-01-31T12:30:15Z', new Date('2030-01-31T12:30:15Z')],
    ['2030-01-31T12:30:15+02:00', new Date('2030-01-31T10:30:15Z')],
  ])('%s is local unless it names a zone', (text, date) => {
    expect(dateTime(text)).toEqual(date);
  });

  it.each(['', '2030', '2030-13-01', '2030-02-30', '31.01.2030', '2030-01-31 noon', '2030-1-1'])(
    "'%s' is none",
    (text) => {
      expect(dateTime(text)).toBeUndefined();
    },
  );
});
