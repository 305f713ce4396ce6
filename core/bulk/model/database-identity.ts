import * as z from 'zod';

/** Which database the rows of a batch live in. */
export const databaseIdentitySchema = z.object({
  /** The cluster's system identifier and the database's oid: `7312345678901234567/16384`. */
  id: z.string(),
  name: z.string(),
  /** Host and port by which this machine reached the server; a folder for a Unix socket. */
  address: z.string(),
  /** The server's own address, which a tunnel does not change; never a loopback address. */
  server: z.string().optional(),
});

export type DatabaseIdentity = z.infer<typeof databaseIdentitySchema>;

/** How operators name a database: `db1.internal:5432/shop`. */
export const databaseName = ({ address, name }: DatabaseIdentity): string => `${address}/${name}`;

/**
 * True for the database on record. The id alone is not enough: a server started from a snapshot of
 * another one has the same id. Either address is: a failover changes the server's own, and a tunnel
 * changes the one by which it is reached.
 */
export const isSameDatabase = (recorded: DatabaseIdentity, found: DatabaseIdentity): boolean =>
  recorded.id === found.id &&
  (recorded.address === found.address ||
    (recorded.server !== undefined && recorded.server === found.server));

/** True unless the URL a batch was planned with names another host, port or database. */
export const isPlannedDatabase = (plannedUrl: string, found: DatabaseIdentity): boolean => {
  const { hostname, port, pathname, searchParams } = new URL(plannedUrl);
  const name = decodeURIComponent(pathname.slice(1));
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  const [foundHost, foundPort] = splitAddress(found.address);
  return (
    (name === '' || name === found.name) &&
    (host === '' || host === foundHost) &&
    (port === '' || port === foundPort)
  );
};

const splitAddress = (address: string): [string, string] => {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon), address.slice(colon + 1)];
};
