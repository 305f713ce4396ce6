import type { Context } from 'aws-lambda';

/** Lambda's context of an invocation, with a function's longest time. */
export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'a-function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:a-function',
  memoryLimitInMB: '512',
  awsRequestId: 'request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 900_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
