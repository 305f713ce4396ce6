import * as z from 'zod';

/** Settings of operators' dashboards, alarms and budget. */
export const observabilitySchema = z.strictObject({
  /** Dashboard and alarms; the alarms of dead-letter queues are always there. */
  enabled: z.boolean(),
  /**
   * Where the runbook can be opened; alarms link its sections. The file in this repository when
   * absent.
   */
  runbookUrl: z.url().optional(),
  /**
   * CloudFront's additional metrics, among them the cache hit rate; AWS charges for them by
   * distribution.
   */
  cacheHitRatio: z.boolean(),
  /**
   * Dollars a month the stage may cost; at 80 % and when the forecast goes over it, `alertEmails`
   * are told.
   */
  monthlyBudgetUsd: z.number().positive().optional(),
});
