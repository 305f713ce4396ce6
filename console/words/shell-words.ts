/** A word as a POSIX shell reads it back: quoted if it holds anything but harmless characters. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A `keepsake` command on this stage: `keepsake orders show ord_1 --stage prod`. */
export const keepsakeCommand = (words: readonly string[], stage: string): string => {
  const where = stage === 'local' ? ['--local'] : ['--stage', stage];
  return ['keepsake', ...words, ...where].map(shellWord).join(' ');
};

/** The options of a command that have a value. */
export const optionsOf = (options: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
