/** Each is 1024 times the one before it. */
const units = 'bkmgtp';

/**
 * The bytes of a size as rclone reads it: powers of 1024, KiB without a unit, `100B` for bytes;
 * `10k`, `10Ki` and `10KiB` are the same. `undefined` for any other text.
 */
export const byteSize = (text: string): number | undefined => {
  const size = /^(\d+(?:\.\d+)?)(?:(b)|([kmgtp])(?:ib?|b)?)?$/i;
  const [, number, bytes, unit = 'k'] = size.exec(text) ?? [];
  if (number === undefined) return undefined;
  return Math.round(Number(number) * 1024 ** units.indexOf((bytes ?? unit).toLowerCase()));
};

const second = 1_000;
const day = 86_400 * second;
const spans: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  '': second,
  m: 60 * second,
  h: 3_600 * second,
  d: day,
  w: 7 * day,
  M: 30 * day,
  y: 365 * day,
};

/**
 * The milliseconds of a time as rclone reads it, such as `30s`, `2h` or `7d`; seconds without a
 * unit. `undefined` for any other text.
 */
export const timeSpan = (text: string): number | undefined => {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|[smhdwMy]?)$/.exec(text) ?? [];
  const span = spans[unit];
  return number === undefined || span === undefined ? undefined : Number(number) * span;
};
