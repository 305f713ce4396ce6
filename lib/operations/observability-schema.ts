import * as z from 'zod';

/** Settings of operators' dashboards, alarms and budget. */
export const observabilitySchema = z.strictObject({
  /** Dashboard and alarms; the alarms of dead-letter queues are always there. */
  enabled: z.boolean(),
  /** Where the runbook can be opened; alarms link its sections. Default: docs/runbook.md. */
  runbookUrl: z.url().optional(),
  /** CloudFront's additional metrics, such as the cache hit rate; AWS charges for them. */
  cacheHitRatio: z.boolean(),
  /** Monthly budget in dollars: `alertEmails` hear of 80 %, and of a forecast above it. */
  monthlyBudgetUsd: z.number().positive().optional(),
});
