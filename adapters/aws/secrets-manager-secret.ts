import { asking } from './aws-errors.ts';
import { SignedJsonCall, type SigningOptions } from './signed-json-call.ts';

const service = {
  name: 'secretsmanager',
  title: 'Secrets Manager',
  target: 'secretsmanager',
  version: '1.1',
} as const;

/** A person or a payment provider waits: an answer that takes longer is none. */
const timeoutMs = 3000;

/** A secret kept in Secrets Manager, as text. */
export class SecretsManagerSecret {
  readonly #secretId: string;
  readonly #call: SignedJsonCall;

  constructor({ secretId, ...signing }: SigningOptions & { secretId: string }) {
    this.#secretId = secretId;
    this.#call = new SignedJsonCall({ ...signing, service, timeoutMs });
  }

  /** Throws `TransientFault` when the same may succeed later. */
  async read(): Promise<string> {
    return asking(`read secret ${this.#secretId}`, async () => {
      const { SecretString } = await this.#call.send('GetSecretValue', {
        SecretId: this.#secretId,
      });
      if (typeof SecretString === 'string') return SecretString;
      throw Object.assign(new Error('Secrets Manager answered without a text.'), {
        name: 'UnknownError',
      });
    });
  }
}
