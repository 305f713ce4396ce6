import * as z from 'zod';
import { roleOrUserArn, unpaidOrderDays } from '../../core/contract.ts';

/** A scanner for malware, whose verdict every upload waits for. */
export const scanSchema = z
  .strictObject({
    /**
     * `guardduty`: Malware Protection for S3 scans incoming files. `events`: a scanner of yours
     * puts `ScanFinished` on the stage's bus.
     */
    by: z.enum(['guardduty', 'events']),
    /** Policy for files that cannot be scanned: too large, encrypted, or without a verdict. */
    unscannable: z.enum(['refuse', 'pass']),
    /** Hours until a file without a verdict counts as not scannable; by default 24. */
    waitHours: z
      .int()
      .positive()
      .max(unpaidOrderDays * 24, `an order is held for ${unpaidOrderDays} days`)
      .optional(),
    /** GuardDuty may scan permanent files, too, on request; by itself GuardDuty scans none. */
    onDemand: z.boolean().optional(),
    /** The only principals that may put `ScanFinished` on the bus. */
    senders: z
      .array(z.string().regex(roleOrUserArn, 'must be the ARN of a role or user'))
      .min(1)
      .optional(),
  })
  .refine(({ by, onDemand }) => by === 'guardduty' || onDemand === undefined, {
    path: ['onDemand'],
    message: 'is of GuardDuty: a scanner of yours scans what you tell it to',
  })
  .refine(({ by, senders }) => by === 'events' || senders === undefined, {
    path: ['senders'],
    message: 'are of a scanner of yours: GuardDuty has no role on the bus',
  });
