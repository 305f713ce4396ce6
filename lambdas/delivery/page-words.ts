const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people, in powers of 1000: `1.2 MB`. */
export const sizeText = (bytes: number): string => {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power > 0 && value < 10 ? 1 : 0)} ${units[power]}`;
};

/** The day of an ISO time, in UTC: `31 January 2030`. */
export const dayText = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
