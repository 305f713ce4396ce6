import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { deliveryKeySecret, fingerprintOf } from '../../../lib/delivery/delivery-keys.ts';
import { describeRotation } from '../../../tools/delivery-keys/describe-rotation.ts';
import { memoryRing } from './memory-ring.ts';

describe('rotate', () => {
  it('makes two keys the first time', async () => {
    const ring = memoryRing();
    const { made, kept, dropped } = await ring.rotate();
    expect([made.length, kept, dropped]).toEqual([2, made, []]);
  });

  it('makes RSA-2048 keys, whose halves belong together', async () => {
    const ring = memoryRing();
    await ring.rotate();
    for (const { key, privateKey } of ring.made) {
      expect(createPrivateKey(privateKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
      expect(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })).toBe(
        key.publicKey,
      );
      expect(key.fingerprint).toBe(fingerprintOf(key.publicKey));
    }
  });

  it('stores each private key under stage and fingerprint, and writes no private key into the file', async () => {
    const ring = memoryRing('dev');
    await ring.rotate();
    expect(ring.secretNames()).toEqual(ring.keys().map((key) => deliveryKeySecret('dev', key)));
    expect(JSON.stringify(ring.keys())).not.toContain('PRIVATE');
  });

  it('refuses while the newest key has signed nothing: the last rotation may not be deployed', async () => {
    const ring = memoryRing();
    await ring.rotate();
    const before = ring.keys();
    await expect(ring.rotate()).rejects.toThrow(/Deploy the last rotation/);
    expect(ring.keys()).toEqual(before);
  });

  it('does so when told to', async () => {
    const ring = memoryRing();
    await ring.rotate();
    await expect(ring.rotate(true)).resolves.toMatchObject({ dropped: [expect.anything()] });
  });

  it('refuses in an account or region that does not have the newest key', async () => {
    const ring = memoryRing();
    await ring.rotate();
    ring.privateKeys.secrets.clear();
    await expect(ring.rotate(true)).rejects.toThrow(/AWS_PROFILE, AWS_REGION/);
    expect(ring.secretNames()).toEqual([]);
  });

  it('leaves the file as it was when the secret cannot be stored', async () => {
    const ring = memoryRing();
    await ring.rotate();
    ring.use();
    const before = ring.keys();
    ring.privateKeys.create = () => Promise.reject(new Error('AccessDenied'));
    await expect(ring.rotate()).rejects.toThrow('AccessDenied');
    expect(ring.keys()).toEqual(before);
    expect(ring.privateKeys.removed).toEqual([]);
  });

  it('gives up no secret before the file names its successor', async () => {
    const ring = memoryRing();
    await ring.rotate();
    ring.use();
    ring.deps.file.write = () => {
      throw new Error('disk full');
    };
    await expect(ring.rotate()).rejects.toThrow('disk full');
    expect(ring.privateKeys.removed).toEqual([]);
  });
});

describe('what the command says', () => {
  it('names the new secret, the dropped one and the next steps, and no key', async () => {
    const ring = memoryRing();
    await ring.rotate();
    ring.use();
    const rotation = await ring.rotate();
    const text = describeRotation('prod', rotation);
    for (const key of [...rotation.made, ...rotation.dropped])
      expect(text).toContain(deliveryKeySecret('prod', key));
    expect(text).toContain('npm run deploy -- --stage prod');
    expect(text).not.toMatch(/BEGIN/);
  });
});
