import { CommandProblem } from '../../command-problem.ts';
import { isSecretName } from '../../secret-arguments.ts';
import type { SourceSecrets } from '../sources/source-entry.ts';

/**
 * A database's URL as it is recorded: without passwords, wherever they stand in it. Throws
 * `CommandProblem`; messages repeat nothing of it.
 */
export const recordedUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hash !== '')
    throw new CommandProblem(
      'The URL of the database cannot be read. Write it as postgres://user@host/name, ' +
        'special characters escaped.',
    );
  url.password = '';
  for (const [name, value] of [...url.searchParams]) {
    if (value.includes('-----BEGIN'))
      throw new CommandProblem(`${name} in the URL of the database must name a file, not hold it.`);
    if (isSecretName(name)) url.searchParams.delete(name);
  }
  return url.href;
};

/** The database of an operand, with the password of a file where there is one. */
export const operandUrl = (operand: string, password: string | undefined): string => {
  recordedUrl(operand);
  return password === undefined ? operand : withPassword(operand, password);
};

const withPassword = (text: string, password: string): string => {
  const url = new URL(text);
  // Without a host a URL has no place for it.
  if (url.hostname === '') url.searchParams.set('password', password);
  else url.password = encodeURIComponent(password);
  return url.href;
};

/**
 * Where the database of a recorded URL is, with its password: the operand's, which is nowhere on
 * record, the file's, or the environment's.
 */
export const databaseUrl = (
  recorded: string,
  { operand, password }: SourceSecrets = {},
): string => {
  const { KEEPSAKE_SOURCE_URL, PGPASSWORD } = process.env;
  const given = givenUrl(recorded, operand);
  if (given) return given;
  const whole = KEEPSAKE_SOURCE_URL || recorded;
  if (password !== undefined) return withPassword(whole, password);
  return whole === recorded && PGPASSWORD !== undefined
    ? withPassword(recorded, PGPASSWORD)
    : whole;
};

/** The URL a command was given, if it is the recorded one and says more. */
const givenUrl = (recorded: string, operand: string | undefined): string | undefined => {
  if (operand === undefined) return undefined;
  if (!/^postgres(ql)?:\/\//i.test(operand) || recordedUrl(operand) !== recorded) return undefined;
  return new URL(operand).href === recorded ? undefined : operand;
};
