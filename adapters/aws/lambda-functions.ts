import { callWithRight } from './access-refused.ts';
import { type AwsAccess, clientSettings } from './client-settings.ts';

/** As long as a function may run, and a little more. */
const longestMs = 910_000;

/**
 * Calls a function and waits for its answer. Throws `AccessRefused`, `TransientFault`, or an error
 * when the function failed.
 */
export const invokeFunction = async <Answer>(
  where: AwsAccess,
  name: string,
  event: object,
): Promise<Answer> => {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  // Once: a second call while the first still runs would do its work twice.
  const client = new LambdaClient({
    ...clientSettings(where, 'lambda', longestMs),
    maxAttempts: 1,
  });
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) });
  const answer = await callWithRight('lambda:InvokeFunction', () => client.send(command));
  if (answer.FunctionError !== undefined || answer.Payload === undefined)
    throw new Error(`The function ${name} failed (${answer.FunctionError}); its log says why.`);
  return JSON.parse(answer.Payload.transformToString()) as Answer;
};
