import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type SweptReport, sweepHourly } from '../../core/retention/sweep-hourly.ts';
import { count } from '../shared/counted.ts';
import { settings } from '../shared/environment.ts';
import { metrics } from '../shared/metrics.ts';
import { logFailure, logger } from '../shared/observed.ts';
import { ownerErasurePorts } from '../shared/removal-ports.ts';

const deps = { ...ownerErasurePorts(), ...settings('sweepHours', 'abortMultipartDays', 'scan') };

/** Removes due uploads nothing needs, and finishes interrupted removals and erasures. */
export const sweepTemporary = async (): Promise<SweptReport> => {
  const report = await sweepHourly(deps, (uploadId, error) =>
    logFailure('Upload not swept', error, { uploadId }),
  );
  for (const figure of ['files', 'kept', 'failed', 'dropped'] as const)
    metrics.addMetric(`Swept_${figure}`, MetricUnit.Count, report[figure]);
  if (report.unscanned > 0) count('ScansMissing', report.unscanned);
  logger.info('Swept', { report });
  return report;
};
