/** Older systems write `/photos/a.jpg` and `./photos/a.jpg` for `photos/a.jpg`. */
export const bareLegacyPath = (path: string): string => path.replace(/^(?:\.?\/)+/, '');
