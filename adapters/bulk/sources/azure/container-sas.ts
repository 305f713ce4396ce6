import { createHmac } from 'node:crypto';

/** The version of the service that the signature, the requests and the answers are of. */
const version = '2021-12-02';

/** A week: longer than a batch, and no permission for good. */
const lifetimeMs = 7 * 24 * 3600 * 1000;

/** A container of a storage account, and the account's key (base64). */
type Signing = { account: string; key: string; container: string; now: Date };

/**
 * A service SAS that reads and lists one container for a week, as parameters of a URL. The key of
 * the account is never sent. Microsoft, "Create a service SAS", version 2020-12-06 and later.
 */
export const containerSas = ({ account, key, container, now }: Signing): Record<string, string> => {
  const expiry = `${new Date(now.getTime() + lifetimeMs).toISOString().slice(0, 19)}Z`;
  const permissions = 'rl';
  const text = [
    permissions,
    '',
    expiry,
    `/blob/${account}/${container}`,
    ...['', '', ''],
    version,
    'c',
    // Snapshot, encryption scope, and five headers of the answer.
    ...['', '', '', '', '', '', ''],
  ].join('\n');
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  return { sv: version, sr: 'c', sp: permissions, se: expiry, sig };
};
