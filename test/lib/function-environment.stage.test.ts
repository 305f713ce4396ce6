import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type RouteFunction, routeFunctions, routeKey } from '../../core/route-functions.ts';
import { apiOf } from './stacks/api-template.ts';
import { functionsOf, outdirOf, settingsIn } from './synthesize.ts';

const api = apiOf();
const outdir = outdirOf();
const functions = functionsOf(api);

const ending = [
  'ERASURES_TABLE',
  'EVENT_BUS_NAME',
  'FILES_BUCKET',
  'JOBS_TABLE',
  'LINKS_TABLE',
  'ORDERS_TABLE',
  'UPLOADS_BUCKET',
  'UPLOADS_TABLE',
];

const removing = [
  ...['ERASURES_TABLE', 'FILES_BUCKET', 'JOBS_TABLE', 'LINKS_TABLE', 'ORDERS_TABLE'],
  ...['UPLOADS_BUCKET', 'UPLOADS_TABLE'],
];

const cloudFront = ['DELIVERY_CLOUD_FRONT_DOMAIN', 'DELIVERY_CLOUD_FRONT_KEY_PAIR_ID'];

/** The names each function is told. */
const told: Record<string, string[]> = {
  authorizer: ['AUTH_AUDIENCES_0', 'AUTH_ISSUER', 'AUTH_JWKS_URI', 'SESSIONS_TABLE'],
  presign: ['JOBS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  uploads: [
    ...['ARRIVALS_QUEUE_URL', 'JOBS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_BUCKET'],
    'UPLOADS_TABLE',
  ],
  sessions: ['SESSIONS_TABLE'],
  claims: ['JOBS_TABLE', 'ORDERS_TABLE', 'SESSIONS_TABLE', 'UPLOADS_TABLE'],
  jobs: ['EVENT_BUS_NAME', 'JOBS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_TABLE'],
  'finish-jobs': ['AUDIT_TABLE', ...ending],
  delivery: [
    'AUDIT_TABLE',
    ...cloudFront,
    ...['DELIVERY_KEY_SECRET', 'JOBS_TABLE', 'LINKS_TABLE', 'ORDERS_TABLE', 'QUOTAS_TABLE'],
    ...['UPLOADS_TABLE'],
  ],
  permalinks: [
    ...cloudFront,
    'DELIVERY_KEY_SECRET',
    'LINKS_TABLE',
    'ORDERS_TABLE',
    'UPLOADS_TABLE',
  ],
  erase: ['AUDIT_TABLE', ...removing],
  'operators-read': [
    ...['ALARM_REGIONS', 'AUDIT_TABLE', 'BATCHES_TABLE', 'DEAD_LETTERS'],
    ...['DELIVERIES_TABLE', 'ERASURES_TABLE'],
    ...['JOBS_TABLE', 'LINKS_TABLE', 'ORDERS_TABLE', 'QUOTAS_TABLE', 'SERVICE_NAME'],
    ...['SESSIONS_TABLE', 'STATS_TABLE', 'UPLOADS_TABLE'],
  ],
  'dead-letters': ['AUDIT_TABLE', 'DEAD_LETTERS'],
  operators: [
    ...ending,
    ...['ALERT_TOPIC_ARN', 'AUDIT_TABLE', 'BATCHES_TABLE', 'DELIVERIES_TABLE'],
    ...['ORDER_STATE_MACHINE_ARN', 'SESSIONS_TABLE'],
  ].sort(),
  'serve-promotions': ending,
  'check-upload': ['ARRIVALS_QUEUE_URL', 'UPLOADS_TABLE'],
  'check-integrity': [
    ...['BATCHES_TABLE', 'FILES_BUCKET', 'ORDERS_TABLE', 'STATS_TABLE', 'UPLOADS_TABLE'],
  ],
  'count-uploads': ['EVENT_BUS_NAME', 'QUOTAS_TABLE', 'STATS_TABLE'],
  orders: ['AUDIT_TABLE', 'ORDERS_TABLE', 'QUOTAS_TABLE', 'UPLOADS_TABLE'],
  batches: [
    ...['AUDIT_TABLE', 'BATCHES_TABLE', 'BULK_STATE_MACHINE_ARN', 'FILES_BUCKET'],
    ...['QUOTAS_TABLE', 'UPLOADS_TABLE'],
  ],
  'copy-objects': ['BATCHES_TABLE', 'ERASURES_TABLE', 'FILES_BUCKET', 'UPLOADS_TABLE'],
  'work-bulk': ['BATCHES_TABLE', 'FILES_BUCKET', 'UPLOADS_TABLE'],
  'receive-payment': [
    'ALERT_TOPIC_ARN',
    'EVENT_BUS_NAME',
    'ORDERS_TABLE',
    'ORDER_STATE_MACHINE_ARN',
    'UPLOADS_TABLE',
  ],
  'claim-order': ['ORDERS_TABLE'],
  'copy-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'verify-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'commit-order': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'begin-compensation': ['ORDERS_TABLE'],
  'remove-copies': ['FILES_BUCKET', 'ORDERS_TABLE'],
  'fail-order': ['ORDERS_TABLE'],
  announce: ['EVENT_BUS_NAME', 'ORDERS_TABLE'],
  'watch-executions': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN'],
  upkeep: [
    ...ending,
    ...['ALERT_TOPIC_ARN', 'DELIVERIES_TABLE', 'ORDER_STATE_MACHINE_ARN', 'SESSIONS_TABLE'],
  ].sort(),
};

/** One request for every route of a function. Its endpoint does not answer. */
const requestsOf = (name: string) =>
  (routeFunctions[name as RouteFunction] ?? []).map((route) => ({
    routeKey: routeKey(route),
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
  import { existsSync, readFileSync } from 'node:fs';
  const { parse } = JSON;
  const keys = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  const aws = { AWS_REGION: 'eu-central-1', ...keys, AWS_LAMBDA_FUNCTION_NAME: 'f' };
  const lambda = { ...aws, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
  const settings = {};
  const broken = [];
  for (const { name, folder, variables, requests } of parse(readFileSync(0, 'utf8'))) {
    process.env = { ...lambda, ...variables, LAMBDA_TASK_ROOT: folder };
    const file = folder + '/settings.json';
    const told = existsSync(file) && readFileSync(file, 'utf8');
    const read = new Set();
    const get = (settings, setting) => (read.add(setting), settings[setting]);
    JSON.parse = (text, ...more) =>
      text === told ? new Proxy(parse(text, ...more), { get }) : parse(text, ...more);
    const { handler } = await import(folder + '/index.mjs');
    if (typeof handler !== 'function') throw new Error(folder + ' has no handler');
    for (const request of requests)
      if ((await handler(request, {})).statusCode === 500) broken.push(request.routeKey);
    settings[name] = [...read].sort();
  }
  process.stdout.write('\\n@@' + JSON.stringify({ settings, broken }));`;

/** Addresses are parsed when a function starts. */
const exampleOf = (variable: string): string =>
  /ISSUER|URI/.test(variable) ? 'https://issuer.example/x' : 'x';

const loadEverything = (): { settings: Record<string, string[]>; broken: string[] } => {
  const bundles = Object.entries(told).map(([name, names]) => ({
    name,
    folder: join(outdir, 'bundles', 'dev', name),
    variables: Object.fromEntries(names.map((variable) => [variable, exampleOf(variable)])),
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

  it('is enough, with Lambda’s own variables: every bundle loads, every route is wired, and no setting is told that nobody reads', () => {
    const { settings, broken } = loadEverything();
    expect(broken).toEqual([]);
    expect(settings).toEqual(
      Object.fromEntries(
        Object.keys(told).map((name) => [name, Object.keys(settingsIn()[name] ?? {})]),
      ),
    );
  });
});
