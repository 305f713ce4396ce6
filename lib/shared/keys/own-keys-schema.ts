import * as z from 'zod';

/** KMS keys of the stage's own for what it stores, instead of those that AWS keeps. */
export const ownKeysSchema = z.strictObject({
  /** Days after which KMS makes new key material; what is stored stays readable. 365 when absent. */
  rotationDays: z
    .int()
    .min(90, 'KMS rotates every 90 days at most')
    .max(2560, 'KMS rotates every 2,560 days at least')
    .optional(),
});

export type OwnKeys = z.infer<typeof ownKeysSchema>;
