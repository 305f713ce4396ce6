import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { NodeFunction } from '../shared/node-function.ts';
import { patient, stubborn } from '../shared/retry-policies.ts';

type Invocation = {
  retries?: readonly sfn.RetryProps[];
  resultPath?: string;
  payload?: sfn.TaskInput;
};

/** A task that calls a function and waits for its answer, ten seconds beyond its time-out. */
export const invoke = (
  scope: Construct,
  name: string,
  { lambda, timeout }: NodeFunction,
  { retries = patient, ...io }: Invocation = {},
): LambdaInvoke => {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: lambda,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...io,
    taskTimeout: sfn.Timeout.duration(timeout.plus(Duration.seconds(10))),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
};

/** A task that nothing stands in for: it is tried again for half an hour. */
export const step = (
  scope: Construct,
  name: string,
  fn: NodeFunction,
  { resultPath, payload }: { resultPath: string; payload?: object | undefined },
): LambdaInvoke =>
  invoke(scope, name, fn, {
    retries: stubborn,
    resultPath,
    ...(payload && { payload: sfn.TaskInput.fromObject(payload as Record<string, unknown>) }),
  });
