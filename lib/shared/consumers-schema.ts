import * as z from 'zod';

/** Lambda takes 2 to 1,000 runs at once for a queue. */
const runs = z.int().min(2, 'Lambda takes 2 at least').max(1000, 'Lambda takes 1,000 at most');

/** Runs at once that no stage needs to change: see where each is used. */
export const fixedConsumers = { refunds: 2, webhooks: 10, variants: 5 };

/** Runs at once of the functions that are fed by queues. */
export const consumersSchema = z
  .strictObject({
    payments: runs,
    /** Of the account's concurrency, kept for payments; AWS leaves 100 to all other functions. */
    paymentsReserved: z.int().positive().optional(),
    endings: runs,
    arrivals: runs,
    promotions: runs,
  })
  .refine(({ payments, paymentsReserved = payments }) => paymentsReserved >= payments, {
    path: ['paymentsReserved'],
    message: 'must be as many as payments at least: runs beyond it are throttled',
  });
