import { execFile } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CloudFrontDeliverySigner } from '../../../adapters/delivery/cloudfront-delivery-signer.ts';
import type { Deliverable } from '../../../core/delivery/ports.ts';
import { aDeliverable } from './sample-deliverable.ts';

const run = promisify(execFile);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const expiresAt = new Date('2030-01-02T03:09:05.678Z');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-signature-'));
});

afterAll(() => rm(folder, { recursive: true }));

const sign = async (changes: Partial<Deliverable> = {}, privateKey: KeyObject = rsa.privateKey) => {
  const options = {
    domain: 'cdn.example.com',
    keyPairId: 'K2ABC',
    privateKey: { get: async () => privateKey },
  };
  const { url, source } = await new CloudFrontDeliverySigner(options).sign(
    aDeliverable(changes),
    expiresAt,
  );
  return { url: new URL(url), source };
};

/** CloudFront's reading of a signed URL, before its checks. */
const read = (url: URL) => {
  const [resource, query = ''] = url.href.split('?');
  const { Expires, Signature = '', ...rest } = Object.fromEntries(new URLSearchParams(query));
  const base64 = Signature.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');
  const condition = { DateLessThan: { 'AWS:EpochTime': Number(Expires) } };
  return {
    policy: JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] }),
    signature: Buffer.from(base64, 'base64'),
    rest,
  };
};

/** OpenSSL's own opinion. */
const isGenuine = async (
  policy: string,
  signature: Buffer,
  publicKey: KeyObject,
): Promise<boolean> => {
  const paths = ['policy', 'signature', 'key.pem'].map((name) => join(folder, name));
  const [policyFile = '', signatureFile = '', keyFile = ''] = paths;
  await Promise.all([
    writeFile(policyFile, policy),
    writeFile(signatureFile, signature),
    writeFile(keyFile, publicKey.export({ type: 'spki', format: 'pem' })),
  ]);
  return run('openssl', [
    'dgst',
    '-sha256',
    '-verify',
    keyFile,
    '-signature',
    signatureFile,
    policyFile,
  ]).then(
    ({ stdout }) => stdout.trim() === 'Verified OK',
    () => false,
  );
};

describe('signing a download from CloudFront', () => {
  it.each([
    ['RSA', rsa],
    ['ECDSA', ec],
  ])('makes a signature that OpenSSL verifies (%s)', async (_, { privateKey, publicKey }) => {
    const { policy, signature } = read((await sign({}, privateKey)).url);
    expect(await isGenuine(policy, signature, publicKey)).toBe(true);
  });

  it('is void for another file, another time, another key', async () => {
    const { policy, signature } = read((await sign()).url);
    const others: [string, KeyObject][] = [
      [policy.replace('upl_1', 'upl_2'), rsa.publicKey],
      [policy.replace(/\d{10}/, '1999999999'), rsa.publicKey],
      [policy, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
    ];
    for (const [text, key] of others) expect(await isGenuine(text, signature, key)).toBe(false);
  });

  it('says the policy it signed, letter by letter', async () => {
    expect(read((await sign()).url).policy).toBe(
      '{"Statement":[{"Resource":"https://cdn.example.com/photos/ord_1/upl_1","Condition":{"DateLessThan":{"AWS:EpochTime":1893553745}}}]}',
    );
  });

  it('names its key and its hash: without the second CloudFront would check SHA-1', async () => {
    const { url, source } = await sign();
    expect(read(url).rest).toEqual({ 'Key-Pair-Id': 'K2ABC', 'Hash-Algorithm': 'SHA256' });
    expect(source).toBe('cloudfront');
  });

  it('uses only characters that no proxy rewrites', async () => {
    for (let made = 0; made < 20; made += 1) {
      const { url } = await sign({ key: `photos/ord_1/upl_${made}` });
      expect(url.search).toMatch(
        /^\?Expires=\d+&Signature=[A-Za-z0-9~_-]+&Key-Pair-Id=K2ABC&Hash-Algorithm=SHA256$/,
      );
    }
  });

  it('stays on its domain and signs the address it answers, whatever the key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (key) => {
        const { url } = await sign({ key }, ec.privateKey);
        expect(url.origin).toBe('https://cdn.example.com');
        expect(read(url).policy).not.toMatch(/[*\\]/);
      }),
    );
  });
});

describe('a public file', () => {
  it('has an address without a signature', async () => {
    const { url, source } = await sign({ key: 'public/photos/ord_1/upl_1', isPublic: true });
    expect([url.href, source]).toEqual([
      'https://cdn.example.com/public/photos/ord_1/upl_1',
      'cloudfront',
    ]);
  });

  it.each([
    ['kept where signatures are asked for', { isPublic: true }],
    ['private by its record', { key: 'public/photos/ord_1/upl_1' }],
  ])('is signed all the same when it is %s', async (_, changes) => {
    expect((await sign(changes)).url.searchParams.has('Signature')).toBe(true);
  });

  it('needs no key', async () => {
    const noKey = { get: () => Promise.reject(new Error('the key was asked for')) };
    const signer = new CloudFrontDeliverySigner({
      domain: 'cdn.example.com',
      keyPairId: 'K2ABC',
      privateKey: noKey,
    });
    await expect(
      signer.sign(aDeliverable({ key: 'public/x', isPublic: true }), expiresAt),
    ).resolves.toMatchObject({
      source: 'cloudfront',
    });
  });
});
