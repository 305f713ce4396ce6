/** A password before the host of a URL, or in a parameter of it. */
const secret = /:\/\/[^/?#\s]*:[^/?#\s]+@|[?&][^=&]*(?:pass(?:word|wd|phrase)|pwd|secret|token)=./i;

/**
 * Hides a password in this process's command line from `ps`. Earlier readers of `ps`, and the
 * shell's history, still have it. Returns a warning.
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
