import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { RotationRefused } from '../../../tools/delivery-keys/rotation-refused.ts';
import { SecretsManagerKeys } from '../../../tools/delivery-keys/secrets-manager-keys.ts';

type Sent = { target: string; body: Record<string, unknown> };

/** Answers every call with one JSON document, and remembers what was sent. */
const answering = (statusCode: number, document: object) => {
  const sent: Sent[] = [];
  const requestHandler = {
    handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
      sent.push({
        target: headers['x-amz-target'] ?? '',
        body: JSON.parse(new TextDecoder().decode(body)),
      });
      const bytes = new TextEncoder().encode(JSON.stringify(document));
      const response = {
        statusCode,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: new Blob([bytes]).stream(),
      };
      return { response };
    },
  };
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new SecretsManagerClient({
    region: 'eu-central-1',
    credentials,
    maxAttempts: 1,
    requestHandler,
  });
  return { keys: new SecretsManagerKeys(client), sent };
};

const refusing = (name: string) => answering(400, { __type: name, message: name });
const name = 'keepsake/prod/delivery-key/0123456789abcdef';

describe('SecretsManagerKeys', () => {
  it('creates, and never puts a value into a secret that exists', async () => {
    const { keys, sent } = answering(200, {});
    await keys.create(name, 'PEM');
    expect(sent).toEqual([
      {
        target: 'secretsmanager.CreateSecret',
        body: expect.objectContaining({ Name: name, SecretString: 'PEM' }),
      },
    ]);
  });

  it('says so when the name is taken', async () => {
    await expect(refusing('ResourceExistsException').keys.create(name, 'PEM')).rejects.toThrow(
      RotationRefused,
    );
  });

  it('lets every other refusal through', async () => {
    await expect(refusing('AccessDeniedException').keys.create(name, 'PEM')).rejects.toThrow(
      'AccessDenied',
    );
  });

  it('knows whether a secret was ever read', async () => {
    await expect(answering(200, { Name: name }).keys.find(name)).resolves.toEqual({
      wasUsed: false,
    });
    await expect(
      answering(200, { LastAccessedDate: 1_780_000_000 }).keys.find(name),
    ).resolves.toEqual({ wasUsed: true });
  });

  it('finds nothing where there is nothing', async () => {
    await expect(refusing('ResourceNotFoundException').keys.find(name)).resolves.toBeUndefined();
  });

  it('removes with a month to change one’s mind', async () => {
    const { keys, sent } = answering(200, {});
    await keys.remove(name);
    expect(sent).toEqual([
      { target: 'secretsmanager.DeleteSecret', body: { SecretId: name, RecoveryWindowInDays: 30 } },
    ]);
  });

  it.each(['ResourceNotFoundException', 'InvalidRequestException'])(
    'does not mind that it is gone or going (%s)',
    async (error) => {
      await expect(refusing(error).keys.remove(name)).resolves.toBeUndefined();
    },
  );

  it('minds anything else', async () => {
    await expect(refusing('AccessDeniedException').keys.remove(name)).rejects.toThrow(
      'AccessDenied',
    );
  });
});
