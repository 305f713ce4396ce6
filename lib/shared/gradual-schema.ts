import * as z from 'zod';

/** New code gets a part of the requests and orders first, and all of them after some minutes. */
export const gradualSchema = z.strictObject({
  /** Percent of requests and new orders that meet the new code at first. */
  percent: z.int().min(1).max(99),
  /** Minutes after which all of them do. `cdk deploy` waits for it. */
  minutes: z.int().min(1).max(240, 'cdk deploy waits for it: four hours at most'),
  /** Failures within a minute that roll the deployment back; by default 5. */
  failures: z.int().positive().optional(),
});

/** How a gradual deployment shifts requests, and when it rolls back. */
export type Gradual = z.infer<typeof gradualSchema>;

/** Name of the aliases that requests and orders go through. */
export const liveAlias = 'live';

/** Failures within a minute that roll a deployment back. */
export const failuresOf = ({ failures = 5 }: Gradual): number => failures;
