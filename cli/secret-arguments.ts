/** Words in the names of parameters whose values are secrets: `sslpassword`, `token`. */
const words = 'pass(?:word|wd|phrase)|pwd|secret|token';

/** True for a parameter by which a driver takes a secret. */
export const isSecretName = (name: string): boolean => new RegExp(words, 'i').test(name);

/** A password before the host of a URL, or a secret in a parameter of it. */
const secret = new RegExp(`://[^/?#\\s]*:[^/?#\\s]+@|[?&][^=&]*(?:${words})[^=&]*=.`, 'i');

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
