import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SqsParked } from '../../../adapters/operations/sqs-parked.ts';
import { listen, urlOf } from '../../listening.ts';

const parkedArn = 'arn:aws:sqs:eu-central-1:111122223333:keepsake-prod-payments-dead';
const backTo = 'https://sqs.eu-central-1.amazonaws.com/111122223333/keepsake-prod-payments';

const asked: [action: string, body: Record<string, unknown>][] = [];
/** The error that a move is answered with, if any. */
let refusal: string | undefined;

/** SQS as its SDK speaks to it: the action in a header, JSON both ways. */
const server = createServer(async (request, response) => {
  const action = `${request.headers['x-amz-target']}`.split('.')[1] ?? 'none';
  const sent = Buffer.concat(await request.toArray()).toString();
  asked.push([action, JSON.parse(sent)]);
  const isRefused = action === 'StartMessageMoveTask' && refusal !== undefined;
  response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
  if (isRefused) response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${refusal}` }));
  else response.end(JSON.stringify({ Attributes: { QueueArn: parkedArn }, TaskHandle: 'task' }));
});

beforeAll(async () => {
  await listen(server);
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
});

const parked = () => {
  return new SqsParked(`${backTo}-dead`, {
    region: 'eu-central-1',
    endpoint: urlOf(server),
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  });
};

describe('messages of a dead-letter queue', () => {
  it('are moved to a queue that is named: SQS does not know the origin of an event that EventBridge parked', async () => {
    expect(await parked().moveBack(backTo)).toBe(true);
    expect(asked.at(-1)).toEqual([
      'StartMessageMoveTask',
      {
        SourceArn: parkedArn,
        DestinationArn: 'arn:aws:sqs:eu-central-1:111122223333:keepsake-prod-payments',
      },
    ]);
  });

  it('are not moved where SQS has no such call, or moves already', async () => {
    refusal = 'UnsupportedOperation';
    expect(await parked().moveBack(backTo)).toBe(false);
  });
});
