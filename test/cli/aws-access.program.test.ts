import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { targetAccess } from '../../cli/aws-access.ts';
import type { Settings } from '../../cli/settings.ts';
import { Workplace } from './run-keepsake.ts';
import { asksAboutStacks, resource, resourcesPage, stackWith } from './stack-answers.ts';
import { type Asked, StubServer } from './stub-server.ts';

const aws = new StubServer();
let here: Workplace;

beforeAll(async () => {
  const env = {
    AWS_ENDPOINT_URL: await aws.start(),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  };
  here = new Workplace({ ...env, KEEPSAKE_TOKEN: 'token', KEEPSAKE_STAGE: 'prod' });
});
beforeEach(() => {
  aws.asked.length = 0;
});
afterAll(async () => {
  here.remove();
  await aws.stop();
});

const expired =
  '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The security token is expired</Message></Error></ErrorResponse>';

const service = resourcesPage(
  resource('SweeperDeadLettersQueueBBBBBBBB', 'AWS::SQS::Queue', 'https://sqs/it') +
    resource('ReconcilerupkeepAAAAAAAA', 'AWS::Lambda::Function', 'upkeep'),
);

const stage = stackWith({
  batchesTable: 'b',
  uploadsTable: 'u',
  ordersTable: 'o',
  erasuresTable: 'e',
  sessionsTable: 's',
  quotasTable: 'q',
  statsTable: 't',
  filesBucket: 'f',
  categories: '{}',
});

/** A stack that may be looked at; nothing else may be done. */
const onlyLooking = (status: number, body: unknown) => (asked: Asked) =>
  asksAboutStacks(asked) ? { body: service } : { status, body };

const told = async (commandLine: string) => {
  const { code, stdout, stderr } = await here.run(commandLine);
  return { code, stdout, lines: stderr.trim().split('\n') };
};

const advice = (right: string): string =>
  `Sign in again (AWS_PROFILE, aws sso login), or have ${right} allowed.`;

describe('AWS credentials that have expired', () => {
  it.each([
    ['dlq list', 'cloudformation:ListStackResources'],
    ['reconcile --apply', 'cloudformation:ListStackResources'],
    ['status bat_1', 'cloudformation:DescribeStacks'],
    ['orphans', 'cloudformation:DescribeStacks'],
    ['integrity', 'cloudformation:DescribeStacks'],
    ['orders list --status failed', 'cloudformation:DescribeStacks'],
  ])(
    'keepsake %s: says in one line to sign in again, or which right it takes',
    async (commandLine, right) => {
      aws.answer = () => ({ status: 403, body: expired });
      expect(await told(commandLine)).toEqual({
        code: 4,
        stdout: '',
        lines: [`keepsake: AWS refused ${right}: The security token is expired. ${advice(right)}`],
      });
    },
  );
});

describe('an operator who may look at the stage, but not', () => {
  it.each([
    [
      'read its queues',
      'dlq list sweeper',
      403,
      { __type: 'AccessDeniedException', message: 'not authorized' },
      'sqs:ReceiveMessage',
    ],
    [
      'count their messages',
      'dlq list',
      400,
      { __type: 'com.amazon#AccessDeniedException', Message: 'no' },
      'sqs:GetQueueAttributes',
    ],
    [
      'call its functions',
      'reconcile --apply',
      403,
      { Message: 'not authorized' },
      'lambda:InvokeFunction',
    ],
  ])('%s, is told the right', async (_what, commandLine, status, body, right) => {
    aws.answer = onlyLooking(status, body);
    const { code, lines } = await told(commandLine);
    expect([code, lines]).toEqual([4, [expect.stringContaining(advice(right))]]);
  });
});

describe('an operator who may look at the stage, but not read its tables', () => {
  it('is told what AWS said, without a stack trace', async () => {
    const denied = {
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: 'not authorized to perform: dynamodb:GetItem',
    };
    aws.answer = (asked) =>
      asksAboutStacks(asked) ? { body: stage } : { status: 400, body: denied };
    const { code, lines } = await told('status bat_1');
    expect([code, lines]).toEqual([
      4,
      [`keepsake: AWS refused: not authorized to perform: dynamodb:GetItem. ${advice('it')}`],
    ]);
  });
});

describe('a CloudFormation that is busy', () => {
  it.each([
    [
      400,
      '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>',
    ],
    [503, ''],
  ])('answers %d: the same command may work later', async (status, body) => {
    aws.answer = () => ({ status, body });
    const { code, lines } = await told('dlq list');
    expect([code, lines]).toEqual([
      75,
      [expect.stringMatching(/^keepsake: Could not call cloudformation:ListStackRes.*again/)],
    ]);
  });
});

describe('the local stage', () => {
  it('takes the emulator’s keys for its batches: a newcomer has no AWS credentials', async () => {
    const [endpoint, key] = ['http://127.0.0.1:4566', 'AWS_ACCESS_KEY_ID'];
    const { [key]: own } = process.env;
    delete process.env[key];
    const settings = { local: { endpoint }, region: 'us-east-1', endpoint } as Settings;
    for (const place of [{}, { endpoint }])
      expect(await (await targetAccess(settings, place)).credentials()).toEqual({
        accessKeyId: 'test',
        secretAccessKey: 'test',
      });
    if (own !== undefined) process.env[key] = own;
  });
});
