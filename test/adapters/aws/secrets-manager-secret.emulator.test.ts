import { describe, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../../adapters/aws/secrets-manager-secret.ts';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { local } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';

const createSecret = async (Name: string, SecretString: string): Promise<void> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.CreateSecret',
    // Not a signature: the emulator reads account and service from it.
    authorization: `AWS4-HMAC-SHA256 Credential=test/20300101/${local.region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=none`,
  };
  const answer = await fetch(local.endpoint, {
    method: 'POST',
    headers,
    body: JSON.stringify({ Name, SecretString }),
  });
  if (!answer.ok) throw new Error(await answer.text());
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
