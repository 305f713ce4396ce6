import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { certificate } from '../../../tls/certificate.ts';
import { startTlsInFront } from '../../../tls/tls-in-front.ts';
import { startProxy } from '../../../tls/tunnel-proxy.ts';
import { Workplace } from '../../run-keepsake.ts';
import { resource, resourcesPage, stackWith } from '../../stack-answers.ts';
import { type Asked, StubServer } from '../../stub-server.ts';

const host = 'aws.test';
const aws = new StubServer();
const here = new Workplace();
let proxy: Awaited<ReturnType<typeof startProxy>>;
let front: Awaited<ReturnType<typeof startTlsInFront>>;
let env: Record<string, string>;

beforeAll(async () => {
  proxy = await startProxy();
  front = await startTlsInFront(new URL(await aws.start()), host);
  const ca = path.join(here.folder, 'ca.pem');
  writeFileSync(ca, certificate(host).cert);
  env = {
    AWS_ENDPOINT_URL: `https://${host}:${front.port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_CA_BUNDLE: ca,
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
  };
});
beforeEach(() => {
  aws.asked.length = 0;
  proxy.asked.length = 0;
});
afterAll(async () => {
  proxy.stop();
  front.stop();
  here.remove();
  await aws.stop();
});

const outputs = stackWith({
  ...Object.fromEntries(
    ['batches', 'uploads', 'orders', 'erasures', 'sessions', 'stats'].map((name) => [
      `${name}Table`,
      name,
    ]),
  ),
  filesBucket: 'files',
  categories: '{}',
});

const queue = resource(
  'SweeperDeadLettersQueueBBBBBBBB',
  'AWS::SQS::Queue',
  'https://sqs.eu-central-1.amazonaws.com/1/parked',
);
const reconciler = resource('ReconcilerupkeepAAAAAAAA', 'AWS::Lambda::Function', 'upkeep');

/** Nothing is in the tables, and nothing in the queues. */
const answer = ({ body }: Asked) => {
  if (body.includes('Action=DescribeStacks')) return { body: outputs };
  if (body.startsWith('Action=')) return { body: resourcesPage(queue + reconciler) };
  return { body: { Items: [], Attributes: {} } };
};

describe('HTTPS_PROXY=… AWS_CA_BUNDLE=… keepsake … --stage prod', () => {
  it.each([
    ['batches', 'DynamoDB_20120810.Query'],
    ['dlq list', 'AmazonSQS.GetQueueAttributes'],
    ['reconcile --apply', undefined],
  ])('%s reaches a stage that nothing but the proxy reaches', async (line, target) => {
    aws.answer = answer;
    const { code, stderr } = await here.run(`${line} --stage prod`, env);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('keepsake:')]);
    expect(aws.asked.at(0)?.body).toMatch(/^Action=/);
    expect(aws.asked.at(-1)?.target).toBe(target);
    expect([...new Set(proxy.asked)]).toEqual([`${host}:${front.port}`]);
  });

  it('says in one line that the proxy opens no tunnel', async () => {
    const other = await startProxy('Basic other');
    const HTTPS_PROXY = `http://127.0.0.1:${other.port}`;
    const { code, stderr } = await here.run('batches --stage prod', { ...env, HTTPS_PROXY });
    other.stop();
    expect([code, stderr]).toEqual([75, expect.stringMatching(/^keepsake: The proxy [^\n]+\n$/)]);
  });
});
