import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { openSession, visitorApi } from '../local/api.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { makeSampleFiles } from '../local/samples/sample-files.ts';
import { awsAt, signedFetch } from '../local/signed-fetch.ts';
import { payOrder } from '../local/story/pay-order.ts';
import { placeOrder } from '../local/story/sample-order.ts';
import type { Shell } from './shell.ts';
import type { Tarballs } from './tutorial.ts';

type Walk = { endpoint: string; tarballs: Tarballs; say: (message: string) => void };
type Outputs = Record<string, { api: string; bus: string; done: string }>;

/**
 * Deploys the sample host app with the packed construct, and has both of its Keepsakes keep an
 * order. Throws `LocalProblem`.
 */
export const walkHost = async (home: Shell, { endpoint, tarballs, say }: Walk): Promise<void> => {
  const shell = home.in('host');
  const { folder } = shell;
  mkdirSync(folder);
  const adapt = path.join(projectFolder, 'tools/tarballs/adapt-assembly.ts');
  const app = `node app.ts && node ${adapt}`;
  const { devDependencies } = JSON.parse(
    readFileSync(path.join(projectFolder, 'package.json'), 'utf8'),
  );
  const versions = ['aws-cdk-lib', 'constructs', 'aws-cdk'].map(
    (name) => `${name}@${devDependencies[name]}`,
  );
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify({ app, requireApproval: 'never' }));
  copyFileSync(path.join(projectFolder, 'tools/tarballs/host-app.ts'), path.join(folder, 'app.ts'));
  await makeBoundary(endpoint);
  await shell.run(
    `npm install --prefer-offline ${tarballs['@keepsake/cdk']} ${versions.join(' ')}`,
  );
  const flags = '-c firstDeployment=true --method direct --outputs-file outputs.json';
  await shell.run(`npx cdk deploy --all ${flags}`);
  say('the host app is deployed, with two Keepsakes');

  expectAll('bounded roles', resourcesOf(folder, /^Shop/, 'AWS::IAM::Role'), 'bounded', true);
  expectAll('free roles', resourcesOf(folder, /^Archive/, 'AWS::IAM::Role'), 'bounded', false);
  const queues = resourcesOf(folder, /^(Shop|Archive)/, 'AWS::SQS::Queue');
  expectAll('queues that an aspect reaches', queues, '77777', true);
  say('  ok: the boundary bounds one of them, and the aspect reaches both');

  const outputs: Outputs = JSON.parse(readFileSync(path.join(folder, 'outputs.json'), 'utf8'));
  for (const stack of ['Shop', 'Archive']) {
    const { api, bus, done } = outputs[stack] ?? { api: '', bus: '', done: '' };
    const apiUrl = `${endpoint}/_aws/execute-api/${api}/$default`;
    const { token } = await openSession(apiUrl);
    const visitor = visitorApi(apiUrl, token);
    const { order } = await placeOrder(visitor, makeSampleFiles());
    await payOrder(
      new EventBridgeClient(awsAt(endpoint)),
      bus,
      await visitor.getOrder(order.orderId),
    );
    const told = await messageOf(endpoint, done);
    if (!told.includes(order.orderId)) throw new LocalProblem(`${stack} told of another order.`);
    say(`  ok: ${stack} keeps an order, and its host’s queue hears of it`);
  }
};

const makeBoundary = (endpoint: string): Promise<string> => {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  return query(endpoint, 'iam', {
    Action: 'CreatePolicy',
    Version: '2010-05-08',
    PolicyName: 'bounded',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
};

const query = (endpoint: string, service: string, fields: Record<string, string>) =>
  signedFetch(awsAt(endpoint), {
    service,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const expectAll = (
  what: string,
  found: readonly string[],
  word: string,
  isWanted: boolean,
): void => {
  const wrong = found.filter((text) => text.includes(word) !== isWanted);
  if (found.length < 10 || wrong.length > 0)
    throw new LocalProblem(`${what}: ${wrong.length} of ${found.length} are wrong.`);
};

type Template = { Resources: Record<string, { Type: string; Properties?: object }> };

const resourcesOf = (folder: string, stack: RegExp, type: string): string[] => {
  const { artifacts } = JSON.parse(
    readFileSync(path.join(folder, 'cdk.out/manifest.json'), 'utf8'),
  );
  return Object.keys(artifacts)
    .filter((name) => stack.test(name) && artifacts[name].type === 'aws:cloudformation:stack')
    .flatMap((name) => {
      const { templateFile } = artifacts[name].properties;
      const file = path.join(folder, 'cdk.out', templateFile);
      const { Resources }: Template = JSON.parse(readFileSync(file, 'utf8'));
      return Object.values(Resources).filter(({ Type }) => Type === type);
    })
    .map(({ Properties }) => JSON.stringify(Properties));
};

const messageOf = async (endpoint: string, QueueUrl: string): Promise<string> => {
  for (const end = Date.now() + 180_000; Date.now() < end; await sleep(500)) {
    const answer = await query(endpoint, 'sqs', {
      Action: 'ReceiveMessage',
      Version: '2012-11-05',
      QueueUrl,
    });
    if (answer.includes('OrderMigrationCompleted')) return answer;
  }
  throw new LocalProblem(`Nothing came to ${QueueUrl} in three minutes.`);
};
