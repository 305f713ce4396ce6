import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  InvalidRequestException,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { PrivateKeys } from './private-keys.ts';
import { RotationRefused } from './rotation-refused.ts';

/** Private keys in Secrets Manager. */
export class SecretsManagerKeys implements PrivateKeys {
  private readonly client: SecretsManagerClient;

  constructor(client: SecretsManagerClient) {
    this.client = client;
  }

  async create(name: string, privateKey: string): Promise<void> {
    const Description = 'Keepsake: private key that signs delivery URLs';
    try {
      await this.client.send(
        new CreateSecretCommand({ Name: name, SecretString: privateKey, Description }),
      );
    } catch (cause) {
      if (!(cause instanceof ResourceExistsException)) throw cause;
      throw new RotationRefused(
        `Secret ${name} exists already and is not overwritten. Run the command again: it ` +
          'makes another key.',
        {
          cause,
        },
      );
    }
  }

  async find(name: string): Promise<{ wasUsed: boolean } | undefined> {
    const found: DescribeSecretCommandOutput | undefined = await this.client
      .send(new DescribeSecretCommand({ SecretId: name }))
      .catch(unless([ResourceNotFoundException]));
    return found && { wasUsed: found.LastAccessedDate !== undefined };
  }

  async remove(name: string): Promise<void> {
    const command = new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 30 });
    await this.client
      .send(command)
      .catch(unless([ResourceNotFoundException, InvalidRequestException]));
  }
}

type ErrorClass = abstract new (...args: never[]) => Error;

const unless = (kinds: readonly ErrorClass[]) => (error: unknown) => {
  if (!kinds.some((kind) => error instanceof kind)) throw error;
  return undefined;
};
