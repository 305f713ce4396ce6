import * as z from 'zod';
import { secretName } from '../shared/setting-texts.ts';

/** The providers whose webhooks a stage receives at `POST /webhooks/<provider>`. */
export const paymentWebhooksSchema = z
  .strictObject({
    stripe: z
      .strictObject({
        /** Its text: the endpoint's signing secret, or two with a space in between. */
        secretName,
        /** A webhook that was signed longer ago is refused. */
        toleranceSeconds: z.int().min(30).max(3600).default(300),
        /** `authorized`: an authorization pays the order, captured once its files are kept. */
        paidWhen: z.enum(['captured', 'authorized']).optional(),
      })
      .optional(),
    /** Its text: the API key. */
    mollie: z.strictObject({ secretName }).optional(),
  })
  .refine(({ stripe, mollie }) => stripe !== undefined || mollie !== undefined, {
    message: 'must name a provider: stripe or mollie',
  });
