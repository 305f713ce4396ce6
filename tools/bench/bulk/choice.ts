/** A filter that names nothing that can be measured. */
export class NothingChosen extends Error {}

/**
 * The names that a filter chooses: parts of names, separated by commas, in any case; all names for
 * an empty filter. Throws `NothingChosen` for a part that no name has, because a bench that
 * measures nothing would report that every goal is reached.
 */
export const choose = (option: string, wanted: string, names: readonly string[]): string[] => {
  if (wanted === '') return [...names];
  const parts = wanted.split(',').map((part) => part.trim().toLowerCase());
  for (const part of parts)
    if (part === '' || !names.some((name) => name.toLowerCase().includes(part)))
      throw new NothingChosen(
        `--${option} '${part}' matches nothing. Parts of: ${names.join(', ')}.`,
      );
  return names.filter((name) => parts.some((part) => name.toLowerCase().includes(part)));
};
