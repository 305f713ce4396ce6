import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { BodyTooLarge, InvalidInput } from '../../core/errors.ts';
import { type RouteName, routeKey } from '../../core/route-functions.ts';

type HttpEvent = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'routeKey'> & {
  headers?: APIGatewayProxyEventV2['headers'] | undefined;
};

const KiB = 1024;

/** An order of 99 files takes 20 KiB. */
const usualBytes = 64 * KiB;

/** A file of 4 MB, and the other fields of its form. */
const formBytes = 4 * KiB * KiB + usualBytes;

/** Bytes a body may have on the routes that take more than the usual ones. */
const largeBodies: Partial<Record<RouteName, number>> = {
  // The rest of Lambda's 6 MB for a form in base64.
  olderVideo: formBytes,
  olderTranscriptFile: formBytes,
  olderTranscriptText: 4 * KiB * KiB,
  // 1 MB of text: JSON that escapes everything but ASCII is three times as long.
  storeText: 4 * KiB * KiB,
  // 200 patterns of 256 characters.
  createBatch: 256 * KiB,
  olderCreateBatch: 256 * KiB,
};

const limits = new Map(
  (Object.keys(largeBodies) as RouteName[]).map((name) => [routeKey(name), largeBodies[name]]),
);

/** A form as an older client sent it, not yet read. */
export class SentForm {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;

  constructor(bytes: Uint8Array<ArrayBuffer>, contentType: string) {
    this.bytes = bytes;
    this.contentType = contentType;
  }

  /** Equal for equal forms: a client that builds its form again chooses another boundary. */
  toJSON(): string {
    const [, boundary] = /boundary="?([^";]+)/i.exec(this.contentType) ?? [];
    const sent = Buffer.from(this.bytes).toString('latin1');
    const text = boundary === undefined ? sent : sent.replaceAll(boundary, '');
    return createHash('sha256').update(text, 'latin1').digest('hex');
  }
}

/** Routes of older clients, which send forms. */
const formRoutes: ReadonlySet<string> = new Set(
  (['olderVideo', 'olderTranscriptFile', 'olderTranscriptText'] as const).map(routeKey),
);

/** No body of ours has more than five levels; JSON.stringify and others recurse. */
const mostLevels = 32;

/** No body of ours has more than 500 values; 4 MB hold a million, which cost seconds later. */
const mostValues = 10_000;

/**
 * The JSON body of a request, `{}` without one; a form of an older client as it was sent. Bodies of
 * GET and DELETE are ignored. Throws `BodyTooLarge` before it is parsed, or `InvalidInput`.
 */
export const bodyOf = ({
  body,
  isBase64Encoded,
  routeKey: key,
  headers = {},
}: HttpEvent): unknown => {
  if (!body || /^(GET|HEAD|DELETE) /.test(key)) return {};
  const limit = limits.get(key) ?? usualBytes;
  if (bytesIn(body, isBase64Encoded) > limit) throw tooLarge(key, limit);
  const { 'content-type': contentType } = headers;
  if (formRoutes.has(key) && contentType !== undefined && isForm(contentType))
    return new SentForm(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'), contentType);
  const value = parsed(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
  assertPlain(value);
  return value;
};

/** Base64 is a third longer than its bytes. */
const bytesIn = (body: string, isBase64: boolean): number =>
  isBase64 ? Math.floor((body.length * 3) / 4) : Buffer.byteLength(body);

const tooLarge = (key: string, limit: number): BodyTooLarge => {
  const advice = formRoutes.has(key)
    ? ' Send a larger file straight to storage: POST /uploads, PUT it to the URL of the ' +
      'answer, POST /uploads/{id}/complete.'
    : '';
  return new BodyTooLarge(`The body of this request may have at most ${limit} bytes.${advice}`);
};

const isForm = (contentType: string): boolean =>
  /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(contentType);

/** A byte order mark before JSON is ignored, as RFC 8259 allows: some systems write one. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw refusal('must be JSON');
  }
};

const refusal = (message: string): InvalidInput => InvalidInput.of('body', message);

/**
 * Throws `InvalidInput` for values that other code cannot hold: too many of them, too many levels,
 * or a field named `__proto__`, which an assignment would lose.
 */
const assertPlain = (value: unknown): void => {
  for (let level = [value], depth = 0, values = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (values > mostValues) throw refusal(`must have at most ${mostValues} values`);
    if (depth > mostLevels) throw refusal(`must have at most ${mostLevels} levels`);
    const inner = level.filter((item) => typeof item === 'object' && item !== null) as object[];
    if (inner.some((item) => Object.hasOwn(item, '__proto__')))
      throw refusal('must not have a field named __proto__');
    level = inner.flatMap((item) => Object.values(item));
  }
};
