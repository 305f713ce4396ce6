import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../../adapters/aws/secrets-manager-secret.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import {
  type DeliveryKey,
  deliveryKeySecret,
  fingerprintOf,
  readDeliveryKeys,
} from '../../../lib/delivery/delivery-keys.ts';
import { local } from '../../contracts/shared/emulator.ts';
import { atEmulator } from '../bulk/real-storage.ts';
import { type Ended, sources, type Workplace } from '../run-keepsake.ts';

let here: Workplace;
let file: string;
beforeEach(() => {
  here = atEmulator(sources);
  file = path.join(here.folder, 'prod.json');
});
afterEach(() => here.remove());

const rotate = (flags = ''): Promise<Ended> =>
  here.run(`links rotate-keys --stage prod --apply ${flags}`, { KEEPSAKE_DELIVERY_KEYS: file });

const rotated = async (flags = ''): Promise<DeliveryKey[]> => {
  const { code, stderr } = await rotate(flags);
  expect([code, stderr]).toEqual([0, '']);
  return readDeliveryKeys(file);
};

/** Reads the private key as the function that signs does. */
const sign = (key: DeliveryKey): Promise<string> => {
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  const secretId = deliveryKeySecret('prod', key);
  return new SecretsManagerSecret({
    secretId,
    region: local.region,
    credentials,
    clock: new SystemClock(),
    endpoint: local.endpoint,
  }).read();
};

const publicHalf = (privateKey: string): string =>
  fingerprintOf(
    createPublicKey(createPrivateKey(privateKey))
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  );

describe('keepsake links rotate-keys --stage prod --apply', () => {
  it('makes two keys at first: private halves in Secrets Manager, public ones in the file', async () => {
    const keys = await rotated();
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(publicHalf(await sign(key))).toBe(key.fingerprint);
    expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE');
  });

  it('puts a new key in front and drops the oldest, once the newest has signed', async () => {
    const [newest, oldest] = await rotated();
    if (!newest || !oldest) throw new Error('no two keys');
    await sign(newest);
    const [made, kept] = await rotated();
    expect(kept).toEqual(newest);
    expect(publicHalf(await sign(made as DeliveryKey))).toBe(made?.fingerprint);
    await expect(sign(oldest)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('is refused while the newest key never signed, and changes nothing; --unused does it all the same', async () => {
    const before = await rotated();
    const { code, stderr } = await rotate();
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/Nothing has been signed[\s\S]+--unused/),
    ]);
    expect(readDeliveryKeys(file)).toEqual(before);
    expect((await rotated('--unused'))[1]).toEqual(before[0]);
  });

  it('is refused where the account has no such key', async () => {
    const [newest] = await rotated();
    const { code, stderr } = await here.run('links rotate-keys --stage prod --apply', {
      KEEPSAKE_DELIVERY_KEYS: file,
      AWS_REGION: 'eu-west-3',
    });
    expect([code, stderr]).toEqual([4, expect.stringContaining('AWS_PROFILE, AWS_REGION')]);
    expect(readDeliveryKeys(file)[0]).toEqual(newest);
  });

  it('writes no file when no secret can be made, and says what to set', async () => {
    const { code, stderr } = await here.run('links rotate-keys --stage prod --apply', {
      KEEPSAKE_DELIVERY_KEYS: file,
      AWS_REGION: '',
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('AWS_REGION')]);
    expect(existsSync(file)).toBe(false);
  });
});
