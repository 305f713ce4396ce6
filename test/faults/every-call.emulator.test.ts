import { beforeAll, describe, expect, it } from '@jest/globals';
import { endOf } from './end-state.ts';
import {
  apart,
  type Call,
  faultKinds,
  operationOf,
  placed,
  placedAt,
  spelled,
} from './fault-plan.ts';
import { inTurns } from './in-turns.ts';
import { eraseVideo } from './meanwhile.ts';
import { completed, refunded } from './outcomes.ts';
import { tell } from './story.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

const s3 = (...operations: string[]): string[] => operations.map((operation) => `S3 ${operation}`);

const stories = [
  {
    what: 'an order that completes',
    expected: completed,
    meanwhile: undefined,
    operations: [
      ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'TransactWriteItems'].map(
        (operation) => `DynamoDB ${operation}`,
      ),
      'EventBridge PutEvents',
      ...s3(
        'CompleteMultipartUpload',
        'CopyObject',
        'CreateMultipartUpload',
        'GetObject',
        'HeadObject',
        'ListMultipartUploads',
      ),
      ...s3('UploadPartCopy'),
      'SFN StartExecution',
    ],
  },
  {
    what: 'an order whose video was erased',
    expected: refunded,
    meanwhile: eraseVideo,
    operations: [
      ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'TransactWriteItems'].map(
        (operation) => `DynamoDB ${operation}`,
      ),
      'EventBridge PutEvents',
      ...s3(
        'AbortMultipartUpload',
        'CopyObject',
        'CreateMultipartUpload',
        'DeleteObject',
        'GetObject',
        'HeadObject',
      ),
      ...s3('ListMultipartUploads', 'ListObjectVersions', 'UploadPartCopy'),
      'SFN StartExecution',
      'SNS Publish',
    ],
  },
];

describe.each(stories)('$what', ({ expected, meanwhile, operations }) => {
  let surroundings: Surroundings;
  let calls: Call[];
  beforeAll(async () => {
    surroundings = await makeSurroundings();
    ({ calls } = (await tell(surroundings, [], meanwhile)).plan);
  });

  it('makes every call there is to make', () => {
    expect([...new Set(calls.map(operationOf))].sort()).toEqual(operations);
  });

  it('makes the same calls every time', async () => {
    const { plan } = await tell(surroundings, [], meanwhile);
    expect(plan.calls.map(spelled).sort()).toEqual(calls.map(spelled).sort());
  });

  it.each(faultKinds)(
    'ends as if nothing had happened when any call goes wrong, of one step or of several: %s',
    async (kind) => {
      const groups = apart(calls);
      const told = await inTurns(groups, async (group) => {
        const faults = group.map((call) => placedAt(call, kind));
        const story = await tell(surroundings, faults, meanwhile);
        return {
          struck: story.plan.struck.map(placed),
          repeats: story.repeats,
          end: await endOf(story),
        };
      });
      // The adapters recognise a request that the SDK repeated. Any other fault costs one more try
      // of its step.
      const repeats = (group: readonly Call[]) => (kind === 'resent' ? 0 : group.length);
      expect(told.map(([, ended]) => ended)).toEqual(
        groups.map((group) => ({
          struck: group.map(placed),
          repeats: repeats(group),
          end: expected,
        })),
      );
      expect(told.flatMap(([, { struck }]) => struck).sort()).toEqual(calls.map(placed).sort());
    },
  );
});
