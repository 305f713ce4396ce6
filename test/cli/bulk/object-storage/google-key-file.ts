import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { account } from '../../../adapters/bulk/sources/google/fake-google.ts';

/** Writes the key file of the account that the fake takes, and answers where. */
export const googleKeyFile = (folder: string, privateKey = account.privateKey): string => {
  const file = path.join(folder, 'key.json');
  const { email, keyId } = account;
  const key = { client_email: email, private_key_id: keyId, private_key: privateKey };
  writeFileSync(file, JSON.stringify({ type: 'service_account', ...key }));
  return file;
};
