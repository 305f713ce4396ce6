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
const spans = {
  ms: 1,
  s: second,
  m: 60 * second,
  h: 3_600 * second,
  d: day,
  w: 7 * day,
  M: 30 * day,
  y: 365 * day,
} as const;
type Unit = keyof typeof spans;

/**
 * The milliseconds of a time as rclone reads it, such as `30s`, `7d` or `2h45m`; seconds without a
 * unit. `undefined` for any other text.
 */
export const timeSpan = (text: string): number | undefined => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * second;
  if (!/^(\d+(\.\d+)?(ms|[smhdwMy]))+$/.test(text)) return undefined;
  const parts = text.matchAll(/([\d.]+)([a-zA-Z]+)/g);
  return [...parts].reduce(
    (sum, [, number, unit]) => sum + Number(number) * spans[unit as Unit],
    0,
  );
};

/**
 * The time of a date as rclone reads it: local, from its first second on, unless it names a zone.
 * `undefined` for any other text, and for a day that no month has.
 */
export const dateTime = (text: string): Date | undefined => {
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/;
  const [, day, clock = '00:00', zone = ''] = date.exec(text) ?? [];
  if (day === undefined) return undefined;
  const [time, midnight] = [new Date(`${day}T${clock}${zone}`), new Date(day)];
  const isTime = !Number.isNaN(time.getTime()) && !Number.isNaN(midnight.getTime());
  return isTime && midnight.toISOString().startsWith(day) ? time : undefined;
};
