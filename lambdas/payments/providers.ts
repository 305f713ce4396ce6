import { MollieWebhooks } from '../../adapters/payments/mollie-webhooks.ts';
import { StripeWebhooks } from '../../adapters/payments/stripe-webhooks.ts';
import type { Settings } from '../../core/contract.ts';
import type { PaymentWebhooks } from '../../core/payments/ports.ts';
import { settings } from '../shared/environment.ts';
import { secretWords } from '../shared/secret-words.ts';
import { clock } from '../shared/wiring.ts';

/** The providers whose webhooks this stage receives, by the name in their address. */
export const paymentProviders = (): ReadonlyMap<string, PaymentWebhooks> => {
  const { paymentWebhooks: told, payment } = settings('payment', 'paymentWebhooks');
  const known: [string, PaymentWebhooks][] = [];
  if (told?.stripe) known.push(['stripe', stripe(told.stripe, payment.filter)]);
  if (told?.mollie) known.push(['mollie', mollie(told.mollie, payment.filter)]);
  return new Map(known);
};

type Filter = Settings['payment']['filter'];

const stripe = (
  { secretName, ...told }: NonNullable<NonNullable<Settings['paymentWebhooks']>['stripe']>,
  filter: Filter,
): PaymentWebhooks =>
  new StripeWebhooks({ ...told, secrets: secretWords(secretName), clock: clock(), filter });

const mollie = ({ secretName }: { secretName: string }, filter: Filter): PaymentWebhooks => {
  const words = secretWords(secretName);
  const apiKey = async (): Promise<string> => (await words())[0];
  return new MollieWebhooks({ apiKey, clock: clock(), filter });
};
