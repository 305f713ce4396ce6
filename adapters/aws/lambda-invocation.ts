import { TransientFault } from '../../core/errors.ts';
import { AccessRefused, isAccessRefusal } from './access-refused.ts';
import { signedPost, type Where } from './signed-post.ts';

/** As long as a function may run, and a little more. */
const longestMs = 910_000;

const messageIn = (text: string): string => {
  const { message, Message } = JSON.parse(text || '{}') as { message?: string; Message?: string };
  return message ?? Message ?? 'nothing more';
};

/**
 * Calls a function and waits for its answer. Throws `TransientFault`, `AccessRefused`, or an error
 * with what the function ended with.
 */
export const invokeFunction = async <Answer>(
  where: Where,
  name: string,
  event: object,
): Promise<Answer> => {
  const path = `/2015-03-31/functions/${name}/invocations`;
  const post = {
    service: 'lambda',
    path,
    contentType: 'application/json',
    body: JSON.stringify(event),
    timeoutMs: longestMs,
  };
  const answer = await signedPost(where, post);
  const text = await answer.text();
  if (answer.status === 429 || answer.status >= 500)
    throw new TransientFault(`Lambda answered ${answer.status}. Try again later.`);
  if (isAccessRefusal(answer.status))
    throw new AccessRefused('lambda:InvokeFunction', messageIn(text));
  if (!answer.ok || answer.headers.has('x-amz-function-error'))
    throw new Error(`The function ${name} failed (${answer.status}); its log says why.`);
  return JSON.parse(text) as Answer;
};
