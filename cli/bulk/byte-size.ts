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
