import { CachedSecret } from '../../adapters/aws/cached-secret.ts';
import { SecretsManagerSecret } from '../../adapters/aws/secrets-manager-secret.ts';
import { MollieWebhooks } from '../../adapters/payments/mollie-webhooks.ts';
import { StripeWebhooks } from '../../adapters/payments/stripe-webhooks.ts';
import type { Settings } from '../../core/contract.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import { settings } from '../shared/environment.ts';
import { roleSigning } from '../shared/role-signing.ts';
import { clock } from '../shared/wiring.ts';

/** A secret that was replaced serves everywhere after these minutes. */
const maxAgeMinutes = 5;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** The words of a secret, read at the first webhook. */
const secretWords = (secretId: string): CachedSecret<string[]> => {
  const secret = new SecretsManagerSecret({ ...roleSigning(), secretId });
  return new CachedSecret({
    read: () => secret.read(),
    parse: wordsOf,
    clock: clock(),
    maxAgeMinutes,
  });
};

type Filter = Settings['payment']['filter'];

const stripe = (
  { secretName, ...told }: NonNullable<NonNullable<Settings['paymentWebhooks']>['stripe']>,
  filter: Filter,
): PaymentWebhooks => {
  const words = secretWords(secretName);
  return new StripeWebhooks({ ...told, secrets: () => words.get(), clock: clock(), filter });
};

const mollie = ({ secretName }: { secretName: string }, filter: Filter): PaymentWebhooks => {
  const words = secretWords(secretName);
  const apiKey = async (): Promise<string> => `${(await words.get())[0]}`;
  return new MollieWebhooks({ apiKey, clock: clock(), filter });
};

/** The providers whose webhooks this stage receives, by the name in their address. */
export const paymentProviders = (): ReadonlyMap<string, PaymentWebhooks> => {
  const { paymentWebhooks: told, payment } = settings('payment', 'paymentWebhooks');
  const known: [string, PaymentWebhooks][] = [];
  if (told?.stripe) known.push(['stripe', stripe(told.stripe, payment.filter)]);
  if (told?.mollie) known.push(['mollie', mollie(told.mollie, payment.filter)]);
  return new Map(known);
};
