/** An amount with its currency: `€ 49.90`. */
export const moneyText = ({ value, currency }: { value: number; currency: string }): string => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).format(value);
  } catch {
    return `${value} ${currency}`;
  }
};

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in powers of 1000, as bills and the command line have it: `1.5 MB`. */
export const bytesText = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  let power = 1;
  while (power < units.length - 1 && Math.round(bytes / 1000 ** power) >= 1000) power += 1;
  return `${threeDigits(bytes / 1000 ** power)} ${units[power]}`;
};

/** One decimal below a hundred: `1.5`, `100`. */
const threeDigits = (figure: number): string =>
  figure < 99.95 ? figure.toFixed(1) : figure.toFixed(0);

/** A figure with its thousands set apart. */
export const countText = (count: number): string => new Intl.NumberFormat('en').format(count);
