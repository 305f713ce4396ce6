import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flatten, functionsOf, templatesOf } from './synthesize.ts';

const { service, outdir } = templatesOf();
const functions = functionsOf(service);

const ending = [
  'ERASURES_TABLE',
  'EVENT_BUS_NAME',
  'FILES_BUCKET',
  'JOBS_TABLE',
  'LINKS_TABLE',
  'ORDERS_TABLE',
  'SETTINGS',
  'UPLOADS_BUCKET',
  'UPLOADS_TABLE',
];

const removing = [
  ...['ERASURES_TABLE', 'FILES_BUCKET', 'JOBS_TABLE', 'LINKS_TABLE', 'ORDERS_TABLE'],
  ...['SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
];

/** The names each function is told. */
const told: Record<string, string[]> = {
  authorizer: ['SESSIONS_TABLE', 'SETTINGS'],
  'create-session': ['SESSIONS_TABLE', 'SETTINGS'],
  'claim-session': ['JOBS_TABLE', 'ORDERS_TABLE', 'SESSIONS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'create-upload': ['JOBS_TABLE', 'QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  'list-uploads': ['UPLOADS_TABLE'],
  'promote-upload': ['EVENT_BUS_NAME', 'UPLOADS_TABLE'],
  'serve-promotions': ending,
  'create-job': ['EVENT_BUS_NAME', 'JOBS_TABLE', 'UPLOADS_TABLE'],
  'list-jobs': ['JOBS_TABLE'],
  'get-job': ['JOBS_TABLE'],
  'finish-job': ending,
  'store-text': ['QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  'sign-parts': ['JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'list-parts': ['JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'complete-upload': ['ARRIVALS_QUEUE_URL', 'JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'check-upload': ['ARRIVALS_QUEUE_URL', 'SETTINGS', 'UPLOADS_TABLE'],
  'delete-upload': removing,
  'clean-up': removing,
  'sweep-uploads': removing,
  'count-uploads': ['QUOTAS_TABLE', 'STATS_TABLE'],
  'get-stats': ['STATS_TABLE'],
  'get-upload': ['JOBS_TABLE', 'UPLOADS_TABLE'],
  'create-order': ['ORDERS_TABLE', 'UPLOADS_TABLE'],
  'get-order': ['ORDERS_TABLE'],
  'download-upload': ['DELIVERY_KEY_SECRET', 'JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'download-order-file': ['DELIVERY_KEY_SECRET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'create-link': ['LINKS_TABLE', 'ORDERS_TABLE', 'SETTINGS'],
  'retarget-link': ['LINKS_TABLE', 'ORDERS_TABLE'],
  'revoke-link': ['LINKS_TABLE', 'ORDERS_TABLE'],
  'follow-link': ['DELIVERY_KEY_SECRET', 'LINKS_TABLE', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'link-qr': ['LINKS_TABLE', 'SETTINGS'],
  'list-orders': ['ORDERS_TABLE', 'SETTINGS'],
  'order-timeline': ['ORDERS_TABLE'],
  'retry-order': ['ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'UPLOADS_TABLE'],
  'compensate-order': ['ALERT_TOPIC_ARN', 'FILES_BUCKET', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'SETTINGS', 'UPLOADS_TABLE'],
  batches: ['BATCHES_TABLE', 'BULK_STATE_MACHINE_ARN', 'FILES_BUCKET', 'SETTINGS'],
  'begin-bulk': ['BATCHES_TABLE'],
  'finish-bulk': ['BATCHES_TABLE'],
  'copy-objects': ['BATCHES_TABLE', 'FILES_BUCKET', 'UPLOADS_TABLE'],
  'work-bulk': ['BATCHES_TABLE', 'FILES_BUCKET', 'SETTINGS', 'UPLOADS_TABLE'],
  'receive-payment': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'SETTINGS', 'UPLOADS_TABLE'],
  'claim-order': ['ORDERS_TABLE', 'SETTINGS'],
  'copy-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'verify-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'commit-order': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'begin-compensation': ['ORDERS_TABLE', 'SETTINGS'],
  'remove-copies': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS'],
  'fail-order': ['ORDERS_TABLE', 'SETTINGS'],
  announce: ['EVENT_BUS_NAME', 'ORDERS_TABLE'],
  'watch-executions': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN'],
  reconcile: [...ending, 'ALERT_TOPIC_ARN', 'ORDER_STATE_MACHINE_ARN', 'SESSIONS_TABLE'].sort(),
};

describe('what each function is told', () => {
  it.each(Object.entries(told))('%s', (name, names) => {
    const { Variables } = functions.get(name).Environment;
    expect(
      Object.keys(Variables)
        .filter((key) => !key.startsWith('POWERTOOLS_'))
        .sort(),
    ).toEqual(names);
  });

  it('fits into the 4 KB that Lambda allows', () => {
    for (const { Environment } of functions.values()) {
      const bytes = Object.entries(Environment.Variables).map(([name, value]) => name.length + flatten(value).length);
      expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(3800);
    }
  });

  it('is enough: every bundle loads with that and Lambda’s own variables', () => {
    const settings = flatten(functions.get('create-upload').Environment.Variables.SETTINGS);
    const bundles = Object.entries(told).map(([name, names]) => ({ file: join(outdir, 'bundles', name, 'index.mjs'), names }));
    const script = `
      const lambda = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_LAMBDA_FUNCTION_NAME: 'f' };
      for (const { file, names } of JSON.parse(process.argv[1])) {
        process.env = { ...lambda, ...Object.fromEntries(names.map((name) => [name, name === 'SETTINGS' ? process.argv[2] : 'x'])) };
        const { handler } = await import(file);
        if (typeof handler !== 'function') throw new Error(file + ' has no handler');
      }
      process.stdout.write('loaded');`;
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(bundles), settings], {
      encoding: 'utf8',
    });
    expect(answer).toContain('loaded');
  });
});
