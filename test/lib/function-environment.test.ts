import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { everythingConfig } from './every-stack.ts';
import { flatten, functionsOf, outdirOf, templatesOf } from './synthesize.ts';

const { service } = templatesOf();
const outdir = outdirOf();
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
  'create-job': ['EVENT_BUS_NAME', 'JOBS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_TABLE'],
  'list-jobs': ['JOBS_TABLE'],
  'get-job': ['JOBS_TABLE'],
  'finish-job': ending,
  'store-text': ['QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  'sign-parts': ['JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'list-parts': ['JOBS_TABLE', 'UPLOADS_TABLE'],
  'complete-upload': ['ARRIVALS_QUEUE_URL', 'JOBS_TABLE', 'UPLOADS_TABLE'],
  'check-upload': ['ARRIVALS_QUEUE_URL', 'UPLOADS_TABLE'],
  'delete-upload': removing,
  'clean-up': removing,
  'sweep-uploads': removing,
  'count-uploads': ['EVENT_BUS_NAME', 'QUOTAS_TABLE', 'STATS_TABLE'],
  'get-stats': ['STATS_TABLE'],
  'get-upload': ['JOBS_TABLE', 'UPLOADS_TABLE'],
  'create-order': ['ORDERS_TABLE', 'QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'get-order': ['ORDERS_TABLE'],
  'download-upload': ['DELIVERY_KEY_SECRET', 'JOBS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'download-order-file': [
    ...['DELIVERY_KEY_SECRET', 'JOBS_TABLE', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  ],
  'create-link': ['LINKS_TABLE', 'ORDERS_TABLE', 'QUOTAS_TABLE', 'SETTINGS'],
  'retarget-link': ['LINKS_TABLE', 'ORDERS_TABLE'],
  'revoke-link': ['LINKS_TABLE', 'ORDERS_TABLE'],
  'follow-link': [
    'DELIVERY_KEY_SECRET',
    'LINKS_TABLE',
    'ORDERS_TABLE',
    'SETTINGS',
    'UPLOADS_TABLE',
  ],
  'link-qr': ['LINKS_TABLE', 'SETTINGS'],
  'list-orders': ['ORDERS_TABLE', 'SETTINGS'],
  'order-timeline': ['ORDERS_TABLE'],
  'retry-order': ['ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'UPLOADS_TABLE'],
  'compensate-order': [
    'ALERT_TOPIC_ARN',
    'FILES_BUCKET',
    'ORDERS_TABLE',
    'ORDER_STATE_MACHINE_ARN',
    'SETTINGS',
    'UPLOADS_TABLE',
  ],
  batches: ['BATCHES_TABLE', 'BULK_STATE_MACHINE_ARN', 'FILES_BUCKET', 'QUOTAS_TABLE', 'SETTINGS'],
  'begin-bulk': ['BATCHES_TABLE'],
  'finish-bulk': ['BATCHES_TABLE'],
  'copy-objects': ['BATCHES_TABLE', 'FILES_BUCKET', 'UPLOADS_TABLE'],
  'work-bulk': ['BATCHES_TABLE', 'FILES_BUCKET', 'UPLOADS_TABLE'],
  'receive-payment': [
    'ALERT_TOPIC_ARN',
    'ORDERS_TABLE',
    'ORDER_STATE_MACHINE_ARN',
    'SETTINGS',
    'UPLOADS_TABLE',
  ],
  'claim-order': ['ORDERS_TABLE', 'SETTINGS'],
  'copy-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'verify-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'commit-order': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'begin-compensation': ['ORDERS_TABLE', 'SETTINGS'],
  'remove-copies': ['FILES_BUCKET', 'ORDERS_TABLE'],
  'fail-order': ['ORDERS_TABLE', 'SETTINGS'],
  announce: ['EVENT_BUS_NAME', 'ORDERS_TABLE'],
  'watch-executions': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN'],
  reconcile: [...ending, 'ALERT_TOPIC_ARN', 'ORDER_STATE_MACHINE_ARN', 'SESSIONS_TABLE'].sort(),
};

const { delivery } = everythingConfig;
const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d';

/**
 * Signing keys, a distribution and a domain of the API: as long as the settings get by themselves.
 */
const fullest = parseConfig('prod', {
  ...everythingConfig,
  delivery: { ...delivery, apiDomain: { name: 'files.example.com', certificateArn } },
});

/**
 * As long as CloudFormation makes what it names:
 * `Keepsake-prod-Data-UploadsTable0A1B2C3D-ABCDEFGHIJKLM`, and ARNs and addresses with such a name.
 */
const named = (reference: string): string =>
  'n'.repeat(/Machine|Topic|Queue/.test(reference) ? 120 : 60);

type Environment = { Variables: Record<string, unknown> };

/**
 * What Lambda measures: all variables as one JSON object, in which a setting's every quote is
 * escaped.
 */
const bytesOf = ({ Variables }: Environment): number => {
  const values = Object.entries(Variables).map(([name, value]) => [
    name,
    flatten(value).replaceAll(/<[\w.]+>/g, named),
  ]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(values)));
};

const settingsOf = (name: string): string =>
  flatten(functions.get(name).Environment.Variables.SETTINGS ?? '{}');

/** Loads every bundle with its own variables; answers the settings each one read. */
const script = `
  import { readFileSync } from 'node:fs';
  const { parse } = JSON;
  const lambda = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_LAMBDA_FUNCTION_NAME: 'f',
  };
  const answer = {};
  for (const { name, file, variables } of parse(readFileSync(0, 'utf8'))) {
    process.env = { ...lambda, ...variables };
    const read = new Set();
    const get = (told, setting) => (read.add(setting), told[setting]);
    JSON.parse = (text, ...more) =>
      text === variables.SETTINGS ? new Proxy(parse(text), { get }) : parse(text, ...more);
    const { handler } = await import(file);
    if (typeof handler !== 'function') throw new Error(file + ' has no handler');
    answer[name] = [...read].sort();
  }
  process.stdout.write(JSON.stringify(answer));`;

const settingsRead = (): Record<string, string[]> => {
  const bundles = Object.entries(told).map(([name, names]) => ({
    name,
    file: join(outdir, 'bundles', name, 'index.mjs'),
    variables: Object.fromEntries(
      names.map((variable) => [variable, variable === 'SETTINGS' ? settingsOf(name) : 'x']),
    ),
  }));
  const options = { encoding: 'utf8', input: JSON.stringify(bundles) } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
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

  it('fits into the 4 KB that Lambda allows, in a stage that uses everything, with room for more categories', () => {
    const sizes = [...functionsOf(templatesOf(fullest).service)].map(([name, { Environment }]) => ({
      name,
      bytes: bytesOf(Environment),
    }));
    expect(sizes.filter(({ bytes }) => bytes >= 4_000)).toEqual([]);
  });

  it('is enough, with Lambda’s own variables: every bundle loads, and no setting is told that nobody reads', () => {
    const settings = Object.keys(told).map((name) => [
      name,
      Object.keys(JSON.parse(settingsOf(name))),
    ]);
    expect(settingsRead()).toEqual(Object.fromEntries(settings));
  });
});
