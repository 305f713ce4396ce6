/** A password before the host of a URL, or in a parameter of it. */
const secret = /:\/\/[^/?#\s]*:[^/?#\s]+@|[?&][^=&]*(?:pass(?:word|wd|phrase)|pwd|secret|token)=./i;

/**
 * Takes a command line with a password out of what `ps` shows of this process; what `ps` showed
 * until now, and what the shell keeps, stays. Answers a warning about it.
 */
export const hideSecrets = (args: readonly string[]): string | undefined => {
  if (!args.some((arg) => secret.test(arg))) return undefined;
  // Overwrites the arguments in memory.
  process.title = 'keepsake';
  return (
    'The command line holds a password, which other users of this machine can see for a ' +
    'moment (ps), and the shell may keep. ' +
    'Pass it in PGPASSWORD, in KEEPSAKE_SOURCE_URL, in ~/.pgpass, or with --password-file (- ' +
    'is stdin).'
  );
};
