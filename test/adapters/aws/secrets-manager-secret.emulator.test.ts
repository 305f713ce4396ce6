import { describe, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../../adapters/aws/secrets-manager-secret.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { awsAt, signedFetch } from '../../../tools/local/signed-fetch.ts';
import { local } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';

const createSecret = async (Name: string, SecretString: string): Promise<void> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.CreateSecret',
  };
  const body = JSON.stringify({ Name, SecretString });
  await signedFetch(awsAt(local.endpoint), { service: 'secretsmanager', headers, body });
};

const read = (secretId: string): Promise<string> => {
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  return new SecretsManagerSecret({
    secretId,
    region: local.region,
    credentials,
    clock: new SystemClock(),
    endpoint: local.endpoint,
  }).read();
};

describe('a key in the emulator’s Secrets Manager', () => {
  it('is read as it was stored', async () => {
    const name = `keepsake/test/${freshId('key')}`;
    await createSecret(name, '-----BEGIN PRIVATE KEY-----\nMIIB\n');
    expect(await read(name)).toBe('-----BEGIN PRIVATE KEY-----\nMIIB\n');
  });

  it('is missed by its name when there is none', async () => {
    await expect(read(freshId('nothing'))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
