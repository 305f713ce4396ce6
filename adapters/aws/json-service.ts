import { TransientFault } from '../../core/errors.ts';
import { AccessRefused, isAccessRefusal } from './access-refused.ts';
import { signedPost, type Where } from './signed-post.ts';

const services = {
  sqs: { prefix: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
  events: { prefix: 'AWSEvents', contentType: 'application/x-amz-json-1.1' },
} as const;

/** What a service refused, by the name it gives to that. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly code: string;

  constructor(action: string, code: string, message: string) {
    super(`${action} was refused: ${code}${message ? `: ${message}` : ''}`);
    this.code = code;
  }
}

/** One call of a JSON service. Throws `TransientFault`, `AccessRefused` or `ServiceRefusal`. */
export const askService = async <Answer>(
  where: Where,
  { service, action, input }: { service: keyof typeof services; action: string; input: object },
): Promise<Answer> => {
  const { prefix, contentType } = services[service];
  const headers = { 'x-amz-target': `${prefix}.${action}` };
  const answer = await signedPost(where, {
    service,
    contentType,
    headers,
    body: JSON.stringify(input),
    timeoutMs: 30_000,
  });
  const said = JSON.parse((await answer.text()) || '{}');
  if (answer.ok) return said as Answer;
  if (answer.status >= 500)
    throw new TransientFault(`${service} answered ${answer.status} to ${action}. Try again later.`);
  // `com.amazonaws.sqs#QueueDoesNotExist`
  const code = String(said.__type ?? answer.status).replace(/^.*#/, '');
  const message = said.message ?? said.Message ?? '';
  if (isAccessRefusal(answer.status, code))
    throw new AccessRefused(`${service}:${action}`, message || code);
  throw new ServiceRefusal(action, code, message);
};
