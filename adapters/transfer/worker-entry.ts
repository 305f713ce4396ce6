import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadStart } from './thread-messages.ts';
import { WorkerThread } from './worker-thread.ts';

// Where every thread of the engine begins; of the built package, the file `transfer-worker.cjs`.
if (parentPort) new WorkerThread(parentPort, workerData as ThreadStart);
