import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchAlarms } from '../../adapters/operations/cloudwatch-alarms.ts';
import { CloudWatchMetrics } from '../../adapters/operations/cloudwatch-metrics.ts';
import { listAlarms } from '../../core/operations/list-alarms.ts';
import { readMetrics } from '../../core/operations/read-metrics.ts';
import { env } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { logger } from '../shared/observed.ts';
import { clock } from '../shared/wiring.ts';

/** Two attempts of 3 s: a silent CloudWatch is reported before the route's deadline of 10 s. */
const impatient = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** GET /metrics?hours= */
export const metricsRoute = (): Route => {
  const metrics = new CloudWatchMetrics(new CloudWatchClient(impatient), service());
  const deps = { metrics, clock: clock() };
  const onFailure = (error: unknown): void =>
    logger.warn('Metrics not read', { error: error as Error });
  return answers(({ query }) => readMetrics(deps, query, onFailure));
};

const service = (): string => env('SERVICE_NAME');

/** GET /alarms */
export const alarmsRoute = (): Route => {
  const watched = env('ALARM_REGIONS')
    .split(' ')
    .map((region) => {
      const client = new CloudWatchClient({ ...impatient, region });
      return { region, alarms: new CloudWatchAlarms(client, service()) };
    });
  const onFailure = (region: string, error: unknown): void =>
    logger.warn('Alarms not read', { region, error: error as Error });
  return answers(() => listAlarms({ watched }, onFailure));
};
