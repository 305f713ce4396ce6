import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { RecordUnreadable } from '../../core/errors.ts';
import type { MetricName } from '../../core/metric-names.ts';

/** Counted as EMF lines in the log: no calls, no waiting. */
export const metrics = new Metrics();

// Powertools' own middleware would warn, on a line that is not JSON, of every invocation that
// counted nothing.
export const publishCounted = (): void => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

const unreadable: MetricName = 'RecordsUnreadable';

/**
 * Counts records that cannot be read, if that is what the error says. For errors that end no
 * invocation: `observed` counts the others.
 */
export const countUnreadable = (error: unknown): void => {
  if (error instanceof RecordUnreadable)
    metrics.addMetric(unreadable, MetricUnit.Count, error.records.length);
};
