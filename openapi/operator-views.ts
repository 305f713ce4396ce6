import * as z from 'zod';
import { named } from './named-schema.ts';

const count = z.strictObject({ count: z.int(), more: z.boolean() });

export const attentionView = named(
  'Attention',
  z.strictObject({
    days: z.int(),
    orders: z.strictObject({
      failed: count,
      compensation_failed: count,
      stuck: count,
      payment_held: count,
    }),
  }),
);
