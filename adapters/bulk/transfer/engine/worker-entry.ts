import { parentPort } from 'node:worker_threads';
import type { ThreadStart } from './thread-messages.ts';
import { WorkerThread } from './worker-thread.ts';

// Where every thread of the engine begins; of the built package, the file `transfer-worker.cjs`.
// Its start comes in the first message.
const port = parentPort;
port?.once('message', (start: ThreadStart) => new WorkerThread(port, start));
