import * as z from 'zod';

const keyArn = z
  .string()
  .regex(
    /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    'must be the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), as text, not an alias',
  );

/** KMS keys of the account for what the stage stores, instead of those that AWS keeps. */
export const ownKeysSchema = z
  .strictObject({
    /** Days between KMS key rotations; stored data stays readable. By default 365. */
    rotationDays: z
      .int()
      .min(90, 'KMS rotates every 90 days at most')
      .max(2560, 'KMS rotates every 2,560 days at least')
      .optional(),
    /** A key that the account has, used for everything in the stage's region. By default made. */
    keyArn: keyArn.optional(),
    /** The same in the second region. */
    replicaKeyArn: keyArn.optional(),
  })
  .refine(({ rotationDays, keyArn }) => rotationDays === undefined || keyArn === undefined, {
    path: ['rotationDays'],
    message: 'is for keys that the stage makes: the key of keyArn rotates as its owner says',
  });

export type OwnKeys = z.infer<typeof ownKeysSchema>;
