import { TransientFault } from '../../../../core/errors.ts';
import { awsError } from '../../../aws/aws-errors.ts';
import { ConnectionLost } from '../http/connection.ts';
import { S3Refusal } from '../s3/s3-refusal.ts';

/**
 * Answers of gateways without a server behind them, and of servers that refuse every request. A 500
 * concerns one request.
 */
const awayStatuses: readonly unknown[] = [429, 502, 503, 504];

/** True when the server may be away for all clients, and the request itself may be right. */
export const isOutage = (error: unknown): boolean => {
  if (error instanceof S3Refusal) return awayStatuses.includes(error.$metadata.httpStatusCode);
  if (error instanceof TransientFault) return isWebOutage(error.context);
  return error instanceof ConnectionLost || isSdkOutage(error);
};

/** A name that does not resolve is a wrong name, not an outage. */
const isWebOutage = ({ code, status }: TransientFault['context']): boolean =>
  (code !== undefined && code !== 'ENOTFOUND') || awayStatuses.includes(status);

/** Which server an error came from. */
const sides = new WeakMap<object, Side>();

/** The server an error came from, if the error may mean an outage. */
export const sideOf = (error: unknown): Side | undefined => sides.get(error as object);

/** The SDK notes how often it tried. */
const isSdkOutage = (error: unknown): boolean => {
  const { name, code, $metadata } = awsError(error);
  if ($metadata === undefined) return false;
  const isUnanswered = code !== undefined || name === 'TimeoutError';
  return isUnanswered || awayStatuses.includes($metadata.httpStatusCode);
};

/**
 * One server: the destination, or a source of files. Records whether the server answers, so that an
 * outage is distinguished from the fault of one file.
 */
export class Side {
  /** Without it no file can be sent: its outage ends the pass. Otherwise only its files fail. */
  readonly isVital: boolean;
  readonly #ask: () => Promise<unknown>;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #awaySince: number | undefined;
  #asking: Promise<unknown> | undefined;

  /** `ask`: a cheap request about no file, to find out whether the server answers at all. */
  constructor({ isVital, ask }: { isVital: boolean; ask: () => Promise<unknown> }) {
    this.isVital = isVital;
    this.#ask = ask;
  }

  /** Makes one request, and remembers whether it was answered. A refusal is an answer. */
  async watch<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await request();
      this.answered();
      return answer;
    } catch (error) {
      if (isOutage(error)) this.#failed(error as object);
      else this.answered();
      throw error;
    }
  }

  answered(): void {
    this.#answeredAt = performance.now();
    this.#awaySince = undefined;
  }

  /**
   * True if the server has answered nothing since then (`performance.now()`), and does not answer
   * now. A file that breaks every connection does not pass for an outage.
   */
  async isAwaySince(time: number): Promise<boolean> {
    if (this.#answeredAt > time) return false;
    this.#asking ??= this.watch(this.#ask)
      .catch(() => undefined)
      .finally(() => {
        this.#asking = undefined;
      });
    await this.#asking;
    return this.#answeredAt <= time;
  }

  /** How long nothing was answered; 0 if the last request was. */
  get awayMs(): number {
    return this.#awaySince === undefined ? 0 : performance.now() - this.#awaySince;
  }

  #failed(error: object): void {
    this.#awaySince ??= performance.now();
    sides.set(error, this);
  }
}

/** The work on a file ended without a result: the file is still to be done. */
export abstract class Unfinished extends Error {}

/** The pass was asked to end while this file waited. */
export class Interrupted extends Unfinished {
  override readonly name = 'Interrupted';

  constructor(options?: ErrorOptions) {
    super('The run was interrupted while this file waited.', options);
  }
}

/** The code of an outcome that means this error. */
export const storageAway = 'StorageAway';

/** A vital server did not answer for as long as the pass waits. */
export class StorageAway extends Unfinished {
  override readonly name = storageAway;

  constructor(awayMs: number, cause: Error) {
    const code = (cause as { code?: string }).code ?? cause.name;
    super(`Storage has not answered for ${Math.round(awayMs / 1000)} s (${code}).`, { cause });
  }
}
