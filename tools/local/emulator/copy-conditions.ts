import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request, type ServerResponse } from 'node:http';

/** S3's answer to a conditional write whose key is taken. */
const refusal =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>PreconditionFailed</Code>' +
  '<Message>At least one of the pre-conditions you specified did not hold</Message>' +
  '<Condition>If-None-Match</Condition></Error>';

type Forward = (asked: IncomingMessage, answer: ServerResponse) => Promise<void>;

/**
 * Answers a COPY with `If-None-Match: *` as AWS does: 412 when there is an object under the key.
 * COPYs to one key are decided one after the other. `onRefused` is told of each 412.
 */
export const refuseOverwrites = (
  upstream: RequestOptions,
  forward: Forward,
  onRefused: (asked: IncomingMessage) => void = () => {},
): Forward => {
  const last = new Map<string, Promise<unknown>>();
  const decide: Forward = async (asked, answer) => {
    if (!(await isTaken(upstream, asked))) return forward(asked, answer);
    asked.resume();
    onRefused(asked);
    answer.writeHead(412, { 'content-type': 'application/xml' }).end(refusal);
  };
  return (asked, answer) => {
    if (!isConditionalCopy(asked)) return forward(asked, answer);
    const key = `${asked.url}`.replace(/\?.*$/s, '');
    const turn = (last.get(key) ?? Promise.resolve())
      .then(() => decide(asked, answer))
      .catch(() => void answer.destroy());
    last.set(key, turn);
    return turn.finally(() => last.get(key) === turn && last.delete(key));
  };
};

const isTaken = async (upstream: RequestOptions, asked: IncomingMessage): Promise<boolean> => {
  const { authorization, host, 'x-amz-security-token': token } = asked.headers;
  const headers = {
    ...(host !== undefined && { host }),
    ...(authorization !== undefined && { authorization }),
    ...(token !== undefined && { 'x-amz-security-token': token }),
    'x-forwarded-proto': 'https',
  };
  const head = request({ ...upstream, method: 'HEAD', path: asked.url, headers });
  const [{ statusCode }] = (await once(head.end(), 'response')) as [IncomingMessage];
  return statusCode === 200;
};

/** True for a COPY that must not overwrite. The emulator overwrites all the same. */
const isConditionalCopy = ({ method, headers }: IncomingMessage): boolean =>
  method === 'PUT' &&
  headers['x-amz-copy-source'] !== undefined &&
  headers['if-none-match'] === '*';
