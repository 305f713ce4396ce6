import type { DatabaseIdentity } from '../../../core/bulk/model/database-identity.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';

type Facts = { name: string; oid: string; host: string | null; port: number | null };

const factsOf = `
  SELECT datname AS name, oid::text AS oid, host(inet_server_addr()) AS host,
  inet_server_port() AS port
  FROM pg_database WHERE datname = current_database()`;

/** Unlike an address, the system identifier survives a restart, a failover and a move. */
const systemOf = `SELECT system_identifier::text AS system FROM pg_control_system()`;

/** Which database a session works in; `address`: how it was reached. */
export async function identifyDatabase(
  session: Session,
  address: string,
): Promise<DatabaseIdentity> {
  const [facts] = await session.rows<Facts>(factsOf);
  if (!facts) throw InvalidInput.of('database', 'pg_database has no row for it.');
  const { name, oid, host, port } = facts;
  return {
    id: `${await systemIdentifier(session)}/${oid}`,
    name,
    address,
    ...(host !== null && !isLoopback(host) && { server: `${host}:${port}` }),
  };
}

const systemIdentifier = async (session: Session): Promise<string> => {
  try {
    const [row] = await session.rows<{ system: string }>(systemOf);
    return row?.system ?? 'unknown';
  } catch (error) {
    // Some hosted databases do not let their users ask.
    if (error instanceof InvalidInput) return 'unknown';
    throw error;
  }
};

/** A loopback address is another server's too. */
const isLoopback = (host: string): boolean => host === '::1' || host.startsWith('127.');
