import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Map<string, { key: Buffer; cert: Buffer }>();

const make = (host: string): { key: Buffer; cert: Buffer } => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const name = `subjectAltName=${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`;
  const subject = ['-subj', `/CN=${host}`, '-addext', name];
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const files = ['-keyout', key, '-out', cert];
  try {
    execFileSync('openssl', ['req', '-x509', ...fresh, ...files, ...subject], { stdio: 'pipe' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** A self-signed certificate for a host or an IP address; the same one each time. */
export const certificate = (host: string): { key: Buffer; cert: Buffer } => {
  const known = made.get(host) ?? make(host);
  made.set(host, known);
  return known;
};
