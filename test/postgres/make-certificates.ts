import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of PEM files: two authorities, and the certificate the first one gave to `localhost`. */
export type Certificates = { authority: string; stranger: string; cert: string; key: string };

/** Makes them in a folder; the key is readable by its owner only, as PostgreSQL demands. */
export const makeCertificates = (
  folder: string,
  owner: { uid?: number; gid?: number } = {},
): Certificates => {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const authority = (name: string): string => {
    const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
    openssl('req', '-x509', ...fresh, ...files, '-subj', `/CN=${name}`);
    return file(`${name}.pem`);
  };
  const [ca, stranger] = [authority('authority'), authority('stranger')];
  const given = ['-CA', ca, '-CAkey', file('authority.key')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const [cert, key] = [file('server.pem'), file('server.key')];
  openssl('req', '-x509', ...fresh, ...given, ...subject, '-keyout', key, '-out', cert);
  chmodSync(key, 0o600);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(key, owner.uid, owner.gid);
  return { authority: ca, stranger, cert, key };
};
