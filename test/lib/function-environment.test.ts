import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { routes } from '../../core/contract.ts';
import { type RouteFunction, routeFunctions } from '../../core/route-functions.ts';
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
  presign: ['JOBS_TABLE', 'QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  uploads: [
    ...['ARRIVALS_QUEUE_URL', 'JOBS_TABLE', 'QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_BUCKET'],
    'UPLOADS_TABLE',
  ],
  sessions: ['SESSIONS_TABLE', 'SETTINGS'],
  claims: ['JOBS_TABLE', 'ORDERS_TABLE', 'SESSIONS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  jobs: ['EVENT_BUS_NAME', 'JOBS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_TABLE'],
  'finish-jobs': ending,
  delivery: [
    ...['DELIVERY_KEY_SECRET', 'JOBS_TABLE', 'LINKS_TABLE', 'ORDERS_TABLE', 'QUOTAS_TABLE'],
    ...['SETTINGS', 'UPLOADS_TABLE'],
  ],
  permalinks: ['DELIVERY_KEY_SECRET', 'LINKS_TABLE', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  erase: removing,
  operators: [...ending, ...['ALERT_TOPIC_ARN', 'ORDER_STATE_MACHINE_ARN', 'STATS_TABLE']].sort(),
  'serve-promotions': ending,
  'check-upload': ['ARRIVALS_QUEUE_URL', 'UPLOADS_TABLE'],
  'sweep-uploads': removing,
  'count-uploads': ['QUOTAS_TABLE', 'STATS_TABLE'],
  orders: ['ORDERS_TABLE', 'QUOTAS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
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

/** One request for every route of a function. It goes nowhere: nobody listens at the endpoint. */
const requestsOf = (name: string) =>
  (routeFunctions[name as RouteFunction] ?? []).map((route) => ({
    routeKey: `${routes[route].method} ${routes[route].path}`,
    headers: {},
    pathParameters: { id: 'id', token: 'token', role: 'photo' },
    requestContext: { authorizer: { lambda: { ownerId: 'own_1', admin: true, worker: true } } },
  }));

/**
 * Loads every bundle with its own variables, and asks each of its routes once, so that they are
 * wired. A request that finds no storage is answered with 503, one that finds no variable with 500.
 * Prints the settings each bundle read, and the routes that answered 500.
 */
const script = `
  import { readFileSync } from 'node:fs';
  const { parse } = JSON;
  const aws = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_LAMBDA_FUNCTION_NAME: 'f' };
  const lambda = { ...aws, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
  const settings = {};
  const broken = [];
  for (const { name, file, variables, requests } of parse(readFileSync(0, 'utf8'))) {
    process.env = { ...lambda, ...variables };
    const read = new Set();
    const get = (told, setting) => (read.add(setting), told[setting]);
    JSON.parse = (text, ...more) => (text === variables.SETTINGS ? new Proxy(parse(text), { get }) : parse(text, ...more));
    const { handler } = await import(file);
    if (typeof handler !== 'function') throw new Error(file + ' has no handler');
    for (const request of requests)
      if ((await handler(request, {})).statusCode === 500) broken.push(request.routeKey);
    settings[name] = [...read].sort();
  }
  process.stdout.write('\\n@@' + JSON.stringify({ settings, broken }));`;

const variablesOf = (name: string, names: readonly string[]) =>
  Object.fromEntries(
    names.map((variable) => [variable, variable === 'SETTINGS' ? settingsOf(name) : 'x']),
  );

const loadEverything = (): { settings: Record<string, string[]>; broken: string[] } => {
  const bundles = Object.entries(told).map(([name, names]) => ({
    name,
    file: join(outdir, 'bundles', name, 'index.mjs'),
    variables: variablesOf(name, names),
    requests: requestsOf(name),
  }));
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    input: JSON.stringify(bundles),
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed.slice(printed.lastIndexOf('@@') + 2));
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

  it('is enough, with Lambda’s own variables: every bundle loads, every route is wired, and no setting is told that nobody reads', () => {
    const { settings, broken } = loadEverything();
    expect(broken).toEqual([]);
    expect(settings).toEqual(
      Object.fromEntries(
        Object.keys(told).map((name) => [name, Object.keys(JSON.parse(settingsOf(name)))]),
      ),
    );
  });
});
