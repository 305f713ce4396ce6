const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes for people, in powers of 1000 as bills have them. */
export const bytesText = (bytes: number): string => {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
};

/** `3 h 12 min`, `12 min 5 s`, `5 s`. */
export const durationText = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
};

/** `1 file`, `1,234 files`. */
export const filesText = (files: number): string =>
  `${grouped(files)} ${files === 1 ? 'file' : 'files'}`;

// `toLocaleString` loads the tables of all languages first.
const grouped = (whole: number): string => `${whole}`.replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Dollars: cents when there are any, else what there is. */
export const dollarsText = (dollars: number): string =>
  `$${dollars === 0 || dollars >= 0.01 ? dollars.toFixed(2) : dollars.toPrecision(2)}`;
