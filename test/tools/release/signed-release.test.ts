import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEnvelope, signStatement } from '../../../tools/release/envelope.ts';
import { provenance, type Statement, subjectsOf } from '../../../tools/release/statements.ts';
import { statementsFile, verifyRelease } from '../../../tools/release/verify-release.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const keyPair = (kind: string) => {
  const { privateKey, publicKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privateKey.export(pem).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keepsake-release-'));
  writeFileSync(at('keepsake-1.0.0.tgz'), 'package');
  writeFileSync(at('package-lock.json'), '{}');
});
afterEach(() => rmSync(folder, { recursive: true }));

const statement = () =>
  provenance(subjectsOf([at('keepsake-1.0.0.tgz')]), {
    version: '1.0.0',
    commit: 'f'.repeat(40),
    lockFile: at('package-lock.json'),
    node: '24.0.0',
    startedOn: '2026-01-01T00:00:00Z',
    finishedOn: '2026-01-01T00:01:00Z',
  });

const signWith = (privateKey: string, signed: Statement = statement()): void => {
  const line = JSON.stringify(signStatement(signed, privateKey));
  writeFileSync(at(statementsFile('1.0.0')), `${line}\n`);
};

describe.each(['ed25519', 'ec'])('a release signed with a key of kind %s', (kind) => {
  const keys = keyPair(kind);

  it('is what its provenance says: files, commit and lock file', () => {
    signWith(keys.privateKey);
    expect(verifyRelease(folder, '1.0.0', keys.publicKey)).toEqual(['keepsake-1.0.0.tgz']);
    expect(openEnvelope(signStatement(statement(), keys.privateKey), keys.publicKey)).toMatchObject(
      {
        _type: 'https://in-toto.io/Statement/v1',
        predicateType: 'https://slsa.dev/provenance/v1',
        subject: [{ digest: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } }],
        predicate: {
          buildDefinition: {
            resolvedDependencies: [{ digest: { gitCommit: 'f'.repeat(40) } }, {}],
          },
        },
      },
    );
  });

  it('is not, once a byte of a file is another', () => {
    signWith(keys.privateKey);
    writeFileSync(at('keepsake-1.0.0.tgz'), 'Package');
    expect(() => verifyRelease(folder, '1.0.0', keys.publicKey)).toThrow(/tgz has the SHA-256/);
  });

  it('is not, once a file is missing', () => {
    signWith(keys.privateKey);
    rmSync(at('keepsake-1.0.0.tgz'));
    expect(() => verifyRelease(folder, '1.0.0', keys.publicKey)).toThrow(/tgz is missing/);
  });

  it('is not, with a package or a bill of materials that no statement is about', () => {
    signWith(keys.privateKey);
    for (const name of ['another-1.0.0.tgz', 'keepsake-1.0.0.cdx.json']) {
      writeFileSync(at(name), 'not ours');
      expect(() => verifyRelease(folder, '1.0.0', keys.publicKey)).toThrow(name);
      rmSync(at(name));
    }
  });

  it('is not, without its provenance', () => {
    signWith(keys.privateKey, { ...statement(), predicateType: 'https://cyclonedx.org/bom' });
    expect(() => verifyRelease(folder, '1.0.0', keys.publicKey)).toThrow(/provenance is missing/);
  });

  it('is not, under the name of another version', () => {
    signWith(keys.privateKey);
    renameSync(at(statementsFile('1.0.0')), at(statementsFile('2.0.0')));
    expect(() => verifyRelease(folder, '2.0.0', keys.publicKey)).toThrow(/of 1.0.0, not of 2.0.0/);
  });

  it('is not, by another key or with another statement', () => {
    const envelope = signStatement(statement(), keys.privateKey);
    expect(() => openEnvelope(envelope, keyPair(kind).publicKey)).toThrow(/not signed/);
    const payload = Buffer.from('{"subject":[]}').toString('base64');
    expect(() => openEnvelope({ ...envelope, payload }, keys.publicKey)).toThrow(/not signed/);
  });
});

describe('an envelope', () => {
  it('is signed as DSSE says, over its type and its payload', () => {
    const { privateKey, publicKey } = keyPair('ed25519');
    const { payloadType, payload, signatures } = signStatement(statement(), privateKey);
    const text = Buffer.from(payload, 'base64').toString();
    const signed = `DSSEv1 28 ${payloadType} ${Buffer.byteLength(text)} ${text}`;
    const [{ sig } = { sig: '' }] = signatures;
    expect(verify(null, Buffer.from(signed), publicKey, Buffer.from(sig, 'base64'))).toBe(true);
  });
});
