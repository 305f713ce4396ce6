import type { IncomingMessage } from 'node:http';
import type { HttpPolicy } from '../../aws/http-guard.ts';
import { idleMsOf, tooSlow } from './http-request.ts';

const defaultMaxMs = 86_400_000;
const defaultMinBytesPerSecond = 1024;

/**
 * The pieces of a body as they come. Throws `TransientFault` when the server is silent or drips;
 * time its reader takes is not held against it.
 */
export async function* pacedBody(
  message: IncomingMessage,
  host: string,
  policy: HttpPolicy,
): AsyncGenerator<Buffer> {
  const idleMs = idleMsOf(policy);
  const { maxMs = defaultMaxMs, minBytesPerSecond = defaultMinBytesPerSecond } = policy;
  const pieces = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let waitedMs = 0;
  let bytes = 0;
  try {
    for (;;) {
      const began = performance.now();
      const deadline = setTimeout(
        () => message.destroy(tooSlow(host)),
        Math.max(0, Math.min(idleMs, maxMs - waitedMs)),
      );
      const { done, value } = await pieces.next().finally(() => clearTimeout(deadline));
      if (done) return;
      waitedMs += performance.now() - began;
      bytes += value.length;
      if (waitedMs > idleMs && bytes < (minBytesPerSecond * waitedMs) / 1000) throw tooSlow(host);
      yield value;
    }
  } finally {
    message.destroy();
  }
}
