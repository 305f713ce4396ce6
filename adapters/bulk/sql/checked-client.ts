import pg from 'pg';
import { InvalidInput } from '../../../core/errors.ts';
import type { SessionAttributes } from './connection-settings.ts';

/** A message of the server that asks for an authentication. */
type Asked = { mechanisms?: readonly string[] };

const bound = 'SCRAM-SHA-256-PLUS';

/**
 * A client that authenticates bound to its TLS channel, or not at all. The client sends no password
 * to a server that offers less: that server may be a man in the middle.
 */
export class BoundClient extends pg.Client {
  #isBound = false;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this;
    const giveUp = (): void => {
      connection.stream.destroy(unboundServer());
    };
    connection.on('authenticationSASL', ({ mechanisms = [] }: Asked) => {
      this.#isBound = mechanisms.includes(bound);
      if (!this.#isBound) giveUp();
    });
    for (const name of ['authenticationCleartextPassword', 'authenticationMD5Password'])
      connection.on(name, giveUp);
  }

  /** Throws `InvalidInput` if the server let the client in without asking for a proof. */
  assertBound(): void {
    if (!this.#isBound) throw unboundServer();
  }
}

const unboundServer = (): InvalidInput =>
  refuse(
    'channel_binding=require, and the server does not authenticate by SCRAM bound to TLS. ' +
      'Use TLS and a password stored as scram-sha-256, or write channel_binding=prefer.',
  );

const refuse = (message: string): InvalidInput => InvalidInput.of('database', message);

/**
 * Keys are recorded as text. Their text must be the same in every later session, whatever the
 * settings of the database, of the role and of the server are by then: `01/02/2030` of one
 * `DateStyle` is another day in the next. Each value but `UTC` is PostgreSQL's own default.
 */
const formats = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
};

const setting = (isLocal: string): string =>
  Object.entries(formats)
    .map(([name, value]) => `set_config('${name}', '${value}', ${isLocal})`)
    .join(', ');

/** Sets them for a transaction. */
export const setFormatsLocally = `SELECT ${setting('true')}`;

const isOther = 'pg_backend_pid() <> $1::int';

/** $1: the client's server process. Sets them in that process only. */
export const setFormatsInProcess = `SELECT ${isOther} AS shared, ${setting(isOther)}`;

/**
 * Sets them for a session. True behind a pooler such as PgBouncer, which tells a process of its
 * own: each transaction may get another session then, which others use, and nothing is set.
 */
export const setFormats = async (client: pg.Client | pg.PoolClient): Promise<boolean> => {
  const { rows } = await client.query(setFormatsInProcess, [toldProcess(client)]);
  return rows[0]?.shared === true;
};

/** The server process a client is connected to; @types/pg does not name it. */
const toldProcess = (client: pg.Client | pg.PoolClient): number =>
  Number((client as { processID?: number | null }).processID ?? 0);

type Standing = { standby: boolean; readOnly: boolean };

const isWanted: Readonly<Record<SessionAttributes, (standing: Standing) => boolean>> = {
  any: () => true,
  'prefer-standby': () => true,
  'read-write': ({ readOnly }) => !readOnly,
  'read-only': ({ readOnly }) => readOnly,
  primary: ({ standby }) => !standby,
  standby: ({ standby }) => standby,
};

/**
 * Throws `InvalidInput` for a server that is not what `target_session_attrs` asks for, or that a
 * bound client is not bound to.
 */
export const assertSession = async (
  client: pg.Client | pg.PoolClient,
  wanted: SessionAttributes,
): Promise<void> => {
  if (client instanceof BoundClient) client.assertBound();
  if (wanted === 'any' || wanted === 'prefer-standby') return;
  const { rows } = await client.query<Standing>(
    'SELECT pg_is_in_recovery() AS standby, ' +
      `current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  const [standing] = rows;
  if (standing && isWanted[wanted](standing)) return;
  const { standby, readOnly } = standing ?? { standby: false, readOnly: false };
  throw refuse(
    `target_session_attrs=${wanted}, and the server is a ${standby ? 'standby' : 'primary'} ` +
      `whose sessions are ${readOnly ? 'read-only' : 'read-write'}. Name the other server.`,
  );
};
