import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Context } from 'aws-lambda';
import { defaultConfig } from '../../../lib/config.ts';
import { ownAlarms } from '../../../lib/operations/own-alarms.ts';
import { context } from '../../lambdas/lambda-context.ts';
import { catchLogs } from '../../lambdas/log-lines.ts';
import { taskRoot } from '../../lambdas/task-root.ts';
import { deployed, environmentOf } from '../shared/deployed.ts';
import { announced, send } from '../shared/sample-upload.ts';
import { aVisitor } from '../shared/visitor.ts';
import { sumIn } from './emitted.ts';

const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const before = { ...process.env };

/**
 * The function itself, told that temporary files live for less than no time: then every one of them
 * is overdue.
 */
const reconcileTold = async (temporaryDays: number) => {
  const environment = await environmentOf('upkeep');
  const { categories, saga } = defaultConfig('local');
  const sweep = { abortMultipartDays: 7, sweepHours: null, scan: null };
  Object.assign(process.env, environment, credentials, {
    LAMBDA_TASK_ROOT: taskRoot({ ...saga, ...sweep, categories, temporaryDays, refunds: {} }),
    AWS_ENDPOINT_URL: deployed.endpoint,
    AWS_REGION: deployed.region,
  });
  return (await import('../../../lambdas/retention/upkeep.function.ts')).handler as (
    event: unknown,
    context: Context,
  ) => Promise<unknown>;
};

describe('the alarm temporary-files-overdue', () => {
  let handler: Awaited<ReturnType<typeof reconcileTold>>;
  beforeAll(async () => {
    handler = await reconcileTold(-10);
  });
  afterAll(() => {
    process.env = before;
    jest.restoreAllMocks();
  });

  it('sees files that should have expired', async () => {
    const visitor = await aVisitor();
    // The sample begins at a random place: enough files that some lie behind it.
    const sent = await Promise.all(Array.from({ length: 3 }, () => announced(visitor)));
    for (const upload of sent) await send(upload, upload.bytes);
    const { metric } =
      ownAlarms('local').find(({ name }) => name === 'temporary-files-overdue') ?? {};
    const { namespace, metricName, dimensions = {} } = metric as Metric;
    const lines = catchLogs();
    for (
      let look = 0;
      look < 20 && sumIn(lines as never, { namespace, metricName, dimensions }) === 0;
      look += 1
    )
      await handler({ task: 'reconcile' }, context);
    expect(sumIn(lines as never, { namespace, metricName, dimensions })).toBeGreaterThan(0);
  });
});
