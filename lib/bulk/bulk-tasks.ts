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
  /** Seconds that the step may take; by default the function's time-out. */
  seconds?: number | undefined;
};

/** A task that calls a function and waits for its answer, ten seconds beyond its time. */
export const invoke = (
  scope: Construct,
  name: string,
  { lambda, timeout }: NodeFunction,
  { retries = patient, seconds = timeout.toSeconds(), ...io }: Invocation = {},
): LambdaInvoke => {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: lambda,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...io,
    taskTimeout: sfn.Timeout.duration(Duration.seconds(seconds + 10)),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
};

type Step = Required<Pick<Invocation, 'resultPath'>> &
  Pick<Invocation, 'seconds'> & { payload?: object | undefined };

/** A task that nothing stands in for: it is tried again for half an hour. */
export const step = (
  scope: Construct,
  name: string,
  fn: NodeFunction,
  { resultPath, payload, seconds }: Step,
): LambdaInvoke =>
  invoke(scope, name, fn, {
    retries: stubborn,
    resultPath,
    seconds,
    ...(payload && { payload: sfn.TaskInput.fromObject(payload as Record<string, unknown>) }),
  });
