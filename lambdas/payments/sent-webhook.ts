import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { BodyTooLarge } from '../../core/errors.ts';
import type { SentWebhook } from '../../core/payments/model/provider-news.ts';

type HttpEvent = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/** Stripe's largest events have some 20 KB. */
const mostBytes = 256 * 1024;

/** A webhook's bytes, unparsed: its signature covers them. Throws `BodyTooLarge`. */
export const sentWebhook = ({ body, isBase64Encoded, headers }: HttpEvent): SentWebhook => {
  const encoding = isBase64Encoded ? 'base64' : 'utf8';
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body, encoding);
  if (bytes.length > mostBytes)
    throw new BodyTooLarge(`A webhook may have at most ${mostBytes} bytes.`);
  return { body: bytes.toString('utf8'), headers };
};
