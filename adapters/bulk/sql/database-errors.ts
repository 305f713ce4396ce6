import { InvalidInput, KeepsakeError, TransientFault } from '../../../core/errors.ts';

/** SQLSTATE codes of "not now": connection, resources, operators, serialization, locks. */
const passing = /^(08(?!P01)|53|57P0|40001|40P01|55P03|58)/;

/** Transient errors, by SQLSTATE or by a socket's code. */
const causes: Readonly<Record<string, string>> = {
  '55P03': 'Another session holds a lock on a table that is needed',
  '40P01': 'Two sessions waited for each other',
  '40001': 'Another session changed the same rows',
  '53300': 'The database has no connection left',
  '57P03': 'The database is starting or stopping',
  ECONNREFUSED: 'Nothing listens at the address of the database',
  ECONNRESET: 'The connection to the database broke',
  EPIPE: 'The connection to the database broke',
  ENOTFOUND: 'The host name of the database has no address',
  EAI_AGAIN: 'The host name of the database cannot be resolved now',
  ETIMEDOUT: 'The database did not answer in time',
  EHOSTUNREACH: 'The host of the database cannot be reached',
  ENETUNREACH: 'The network of the database cannot be reached',
};

/** Words of drivers for transient errors that have no code. */
const passingWords = /connection terminated|connection error|timeout exceeded|timeout expired/i;

/** What to do about a refusal of the server, by its SQLSTATE. */
const advice: Readonly<Record<string, string>> = {
  '25006': 'Name the primary server, and a user whose sessions may write.',
  '2BP01': 'Drop it, or let it read another column. Then run the same command again.',
  '08P01':
    'A pooler such as PgBouncer takes no options: leave them out, have it ignore them ' +
    '(ignore_startup_parameters), or name the server itself.',
  '57014': 'Raise it for this user: options=-cstatement_timeout=… in the URL, in milliseconds.',
};

/** A statement that the server refuses; `code` is the SQLSTATE. */
export class StatementRefused extends InvalidInput {
  readonly code: string;

  constructor(message: string, code: string) {
    const hint = advice[code] === undefined ? '' : `. ${advice[code]}`;
    super([{ field: 'database', message: `${message} (${code})${hint}` }]);
    this.code = code;
  }
}

/**
 * Classes of SQLSTATE that are about the values of a row: data exceptions, constraints, triggers
 * and what their functions raise.
 */
const aboutRows = /^(09|22|23|27|38|39|44|P0)/;

/** True for a refusal of a row's new values, which says nothing of other rows. */
export const isRowRefusal = (error: unknown): error is StatementRefused =>
  error instanceof StatementRefused && aboutRows.test(error.code);

/** Error codes of OpenSSL and Node for an untrusted certificate. */
const untrusted = /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_(UNTRUSTED|HAS_EXPIRED|REVOKED|NOT_YET)/;

/** The error to throw instead of a driver's. */
export const translated = (error: unknown): unknown => {
  if (error instanceof KeepsakeError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const mayPass = code !== undefined && (passing.test(code) || Object.hasOwn(causes, code));
  if (mayPass || passingWords.test(message)) return transient(error, code, message);
  const problem = tlsProblem(code, message);
  if (problem) return problem;
  // The server's own words name tables and columns; statements carry their values apart.
  return code === undefined ? error : new StatementRefused(message, code);
};

const transient = (cause: unknown, code: string | undefined, message: string): TransientFault => {
  const away = 'The database does not answer now';
  if (code === undefined)
    return new TransientFault(`${away} (${message}). Try again later.`, {
      cause,
      context: { code: 'ConnectionLost' },
    });
  const said = isState(code) ? `${code}: ${message}` : code;
  return new TransientFault(`${causes[code] ?? away} (${said}). Try again later.`, {
    cause,
    context: { code },
  });
};

const isState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

const tlsProblem = (code: string | undefined, message: string): InvalidInput | undefined => {
  if (message.includes('server does not support SSL'))
    return refuse(
      'The server offers no TLS. If the network between is trusted, write sslmode=disable ' +
        'into the URL.',
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return refuse(
      `The certificate of the server is another host's: ${message}. ` +
        'Connect by a name it has, or write sslmode=verify-ca.',
    );
  return code !== undefined && untrusted.test(code)
    ? refuse(
        `The certificate of the server is not trusted: ${message} (${code}). ` +
          'Name the certificate of its authority with sslrootcert or PGSSLROOTCERT.',
      )
    : undefined;
};

const refuse = (message: string): InvalidInput => InvalidInput.of('database', message);
