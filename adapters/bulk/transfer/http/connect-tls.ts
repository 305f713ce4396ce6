import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/**
 * A connection over TLS. Node's TLS is loaded by the first one, because it takes half of a thread's
 * start and plain connections need none of it.
 */
export const connectTls = (options: ConnectionOptions): Socket =>
  process.getBuiltinModule('node:tls').connect(options);
