import type { Context } from 'aws-lambda';

/** What Lambda tells a function about the invocation it is in. */
export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'a-function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:a-function',
  memoryLimitInMB: '512',
  awsRequestId: 'request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 1_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
