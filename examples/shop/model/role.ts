const longest = 60;

/**
 * A role for a file, by its name: `Café (2).jpg` is `cafe-2`. Letters beyond ASCII lose their
 * accents. None is given twice.
 */
export const roleOf = (fileName: string, taken: readonly string[]): string => {
  const role = slugOf(fileName);
  if (!taken.includes(role)) return role;
  for (let number = 2; ; number += 1)
    if (!taken.includes(`${role}-${number}`)) return `${role}-${number}`;
};

const slugOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, longest) || 'file';
