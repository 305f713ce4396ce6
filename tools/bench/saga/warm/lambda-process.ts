import { runCommand } from '../../../local/run-command.ts';

// Lambda's own environment, so that the tracer behaves as deployed.
const lambdaEnvironment = {
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  LAMBDA_TASK_ROOT: '/var/task',
  _X_AMZN_TRACE_ID: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1',
};

/** Runs a child script with a function's environment; returns its result, marked `@@`. */
export const runAsLambda = async <Result>(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Result> => {
  const { lines } = await runCommand(process.execPath, args, {
    env: { PATH: process.env.PATH, ...lambdaEnvironment, ...environment },
  });
  const result = lines.findLast((line) => line.startsWith('@@'));
  if (result === undefined)
    throw new Error(`${args[1]} did not run:\n${lines.slice(-15).join('\n').slice(-3000)}`);
  return JSON.parse(result.slice(2)) as Result;
};
