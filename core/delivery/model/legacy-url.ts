/**
 * Where the old system serves a recorded path, or `undefined` for a path that names no file.
 * Backslashes separate too, since some old systems ran on Windows. Steps up are dropped and the
 * rest is encoded: no recorded path leaves the base.
 */
export const legacyUrl = (base: string, path: string): string | undefined => {
  const segments = path
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return segments.length === 0 ? undefined : `${base}/${segments.map(segment).join('/')}`;
};

/** One path segment; half a surrogate pair would make it no URL at all. */
const segment = (text: string): string => encodeURIComponent(text.toWellFormed());
