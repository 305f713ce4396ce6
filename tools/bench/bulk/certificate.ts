import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { places } from './places.ts';

/** A self-signed certificate of this machine, made once. */
export function certificate(): { cert: string; key: string } {
  const [cert, key] = [join(places.scratch, 'cert.pem'), join(places.scratch, 'key.pem')];
  if (!existsSync(cert)) {
    mkdirSync(places.scratch, { recursive: true });
    const subject = [
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-days',
      '3650',
    ];
    const files = ['-keyout', key, '-out', cert];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        ...subject,
        ...files,
      ],
      {
        stdio: 'ignore',
      },
    );
  }
  return { cert, key };
}
