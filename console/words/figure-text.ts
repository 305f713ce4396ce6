/** An amount with its currency: `€ 49.90`. */
export const moneyText = ({ value, currency }: { value: number; currency: string }): string => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).format(value);
  } catch {
    return `${value} ${currency}`;
  }
};

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A size: `1.5 MiB`. */
export const bytesText = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10);
  const index = Math.min(step, units.length - 1);
  const figure = bytes / 1024 ** index;
  return `${index === 0 ? figure : figure.toFixed(1)} ${units[index]}`;
};

/** A figure with its thousands set apart. */
export const countText = (count: number): string => new Intl.NumberFormat('en').format(count);
