import { KeepsakeError, TransientFault } from '../../../../core/errors.ts';
import { awsError, isTransient } from '../../../aws/aws-errors.ts';
import { elementsOf, readXml, textOf } from '../../../aws/xml.ts';
import { ConnectionLost } from '../http/connection.ts';
import { MalformedResponse } from '../http/malformed-response.ts';

/** S3 said no. `name` is its own code, so that it reads like an error of the SDK. */
export class S3Refusal extends Error {
  readonly $metadata: { httpStatusCode: number };
  /** The server's clock, where it said so; ms. */
  readonly serverTime: number;
  /** The bucket's region, where the server names it. */
  readonly region: string | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    { serverTime = Number.NaN, region }: { serverTime?: number; region?: string | undefined } = {},
  ) {
    super(message);
    this.name = code;
    this.$metadata = { httpStatusCode: status };
    this.serverTime = serverTime;
    this.region = region;
  }
}

/** Answers without a body (to HEAD, or of a proxy) have no code of their own. */
const codeOfStatus: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NotFound',
  409: 'ConditionalRequestConflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  503: 'SlowDown',
};

/** The error of an answer of 300 and above, or of a 200 with an error in its body. */
export function refusalOf(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): S3Refusal {
  const said = readXml(body);
  const code = textOf(said, 'Code') ?? codeOfStatus[status] ?? `Status${status}`;
  const place = textOf(said, 'Region') ?? textOf(said, 'Endpoint');
  const hint = status < 400 && place !== undefined ? ` It is to be asked at ${place}.` : '';
  const message = `${textOf(said, 'Message') ?? `S3 answered ${status}.`}${hint}`;
  const region = headers['x-amz-bucket-region'] ?? textOf(said, 'Region');
  const serverTime = Date.parse(headers.date ?? 'unknown');
  return new S3Refusal(status, code, message, { serverTime, region });
}

/** A copy that fails after its head was sent is a success with an error inside, which is thrown. */
export const withoutError = <Answer extends { status: number; body: string }>(
  answer: Answer,
): Answer => {
  const { status, body } = answer;
  if (elementsOf(readXml(body), 'Error').length > 0) throw refusalOf(status, body);
  return answer;
};

const busyStatuses: readonly unknown[] = [429, 503];

/** True for errors by which a server or this machine has too much at once, or is out of reach. */
export const isThrottling = (error: unknown): boolean =>
  isCrowded(error) ||
  (error instanceof TransientFault && busyStatuses.includes(error.context.status)) ||
  (error instanceof ConnectionLost && error.code === 'ETIMEDOUT') ||
  (error instanceof S3Refusal &&
    (busyStatuses.includes(error.$metadata.httpStatusCode) ||
      /^(SlowDown|Throttl|RequestLimit)/.test(error.name)));

/** Too many files are open in this process, or on this machine. The file itself may be right. */
const isCrowded = (error: unknown): boolean => /^(EMFILE|ENFILE)$/.test(`${awsError(error).code}`);

/** Signed with a wrong clock or expired credentials. Succeeds once these are renewed. */
const renewable = new Set([
  'RequestTimeTooSkewed',
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
]);

/** Body and hash differed on arrival: the network or a writer changed the bytes. */
const bytesDiffered = new Set([
  'BadDigest',
  'XAmzContentSHA256Mismatch',
  'XAmzContentChecksumMismatch',
  'InvalidDigest',
]);

/** True when the same request may succeed later. */
export const mayPass = (error: unknown): boolean =>
  (error instanceof KeepsakeError && error.retryable) ||
  error instanceof ConnectionLost ||
  error instanceof MalformedResponse ||
  isRenewable(error) ||
  isCrowded(error) ||
  isTransient(error) ||
  (error instanceof S3Refusal && bytesDiffered.has(error.name));

/** True when new credentials, or the server's time, are what it takes. */
export const isRenewable = (error: unknown): boolean =>
  error instanceof S3Refusal && renewable.has(error.name);
