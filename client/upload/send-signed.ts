import type { SignedPut } from '../api/api-types.ts';
import { KeepsakeProblem, storageProblem } from '../api/problem.ts';
import { type Patience, withRetries } from '../api/retry.ts';
import type { Answer, Piece, Platform, PutRequest } from '../platform.ts';
import type { Limit } from './limit.ts';

/** Functions that send bytes. */
export type Sender = {
  put: Platform<never>['put'];
  /** Requests to storage under way in the whole client. */
  connections: Limit;
  patience: Patience;
};

/** One request to storage, and how it is signed again. */
export type SignedBody = {
  body: Piece;
  signature: SignedPut;
  /** Asked for after storage has refused the last signature. */
  signAgain: () => Promise<SignedPut>;
  onSent: (bytes: number) => void;
  /** Throws if the original file has changed since it was announced. */
  checkUnchanged?: (() => Promise<void>) | undefined;
};

/**
 * Sends bytes as signed, and again after a fault. The signature's age is not judged by the local
 * clock, which may be wrong: storage refuses a signature that is too old (403), and it is replaced.
 */
export const sendSigned = async (sender: Sender, signed: SignedBody): Promise<void> => {
  let { signature } = signed;
  let isRefused = false;
  await withRetries(sender.patience, async () => {
    if (isRefused) signature = await signed.signAgain();
    isRefused = false;
    try {
      await sender.connections.run(
        () => sendOnce(sender, signature, signed),
        sender.patience.signal,
      );
    } catch (error) {
      isRefused = error instanceof KeepsakeProblem && error.status === 403;
      throw error;
    }
  });
};

/** 412: the bytes arrived and their answer was lost. Completing the upload checks them. */
const sendOnce = async (
  { put, patience: { signal } }: Sender,
  { url, headers }: SignedPut,
  { body, onSent, checkUnchanged }: SignedBody,
): Promise<void> => {
  const request = { url, headers, body, onSent, signal };
  const { status, text, retryAfter } = await putUnchanged(put, request, checkUnchanged);
  if (status >= 300 && status !== 412) throw storageProblem(status, text, retryAfter);
};

/**
 * A file that was changed or removed ends its request like a lost connection. Such a request must
 * fail instead of waiting for a network.
 */
const putUnchanged = async (
  put: Sender['put'],
  request: PutRequest,
  checkUnchanged: SignedBody['checkUnchanged'],
): Promise<Answer> => {
  try {
    return await put(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    await checkUnchanged?.();
    throw error;
  }
};
