import { Worker } from 'node:worker_threads';
import type { Hasher, Source } from '../platform.ts';
import { FileHash } from './file-hash.ts';
import type { ThreadAnswer, ThreadQuestion } from './hash-thread.ts';

/** The bundled thread as text, which the build defines. From source the thread is a file. */
declare const KEEPSAKE_WORKER: string | undefined;

/** A hasher for one source: files are hashed in a thread, bytes in memory where they are. */
export const nodeHasher = ({ inFile = false }: Source): Hasher =>
  inFile ? hashInThread() : hashOnMainThread();

/** Reads and hashes a file in a thread of its own, beside the sending. */
const hashInThread = (): Hasher => {
  const thread = startThread();
  const ask = askThread(thread);
  return {
    add: (piece, wanted) =>
      'path' in piece
        ? ask({ slice: piece, wanted })
        : Promise.reject(new TypeError('The hash thread reads files only.')),
    sha256: async () => answered(await ask('digest')),
    close: () => void thread.terminate(),
  };
};

/**
 * A thread of its own has no need of the process's flags, and some of them break it:
 * `--input-type=module` makes its script an ES module, `--import` runs the caller's code again.
 */
const startThread = (): Worker =>
  typeof KEEPSAKE_WORKER === 'undefined'
    ? new Worker(new URL('./hash-thread.ts', import.meta.url), { execArgv: [] })
    : new Worker(KEEPSAKE_WORKER, { eval: true, execArgv: [] });

type Asked = { resolve: (value: string | undefined) => void; reject: (reason: unknown) => void };

/** Asks one thread; answers come in the order of requests. Its end fails them all. */
const askThread = (thread: Worker) => {
  const asked: Asked[] = [];
  let ended: Error | undefined;
  const fail = (error: Error): void => {
    ended ??= error;
    for (const { reject } of asked.splice(0)) reject(ended);
  };
  thread.on('message', (answer: ThreadAnswer) => {
    const next = asked.shift();
    if ('error' in answer) next?.reject(Object.assign(answer.error, answer.holds));
    else next?.resolve(answer.value);
  });
  thread.on('error', (error) => fail(error as Error));
  thread.on('exit', () => fail(new Error('The hash thread ended before it had answered.')));
  return (question: ThreadQuestion): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      asked.push({ resolve, reject });
      thread.postMessage(question);
    });
};

const answered = (hash: string | undefined): string => {
  if (hash === undefined) throw new Error('The hash thread answered no SHA-256.');
  return hash;
};

const hashOnMainThread = (): Hasher => {
  const hash = new FileHash();
  return {
    add: (piece, wanted) => hash.add(piece, wanted),
    sha256: async () => hash.digest(),
    close: () => undefined,
  };
};

/** SHA-256 of a whole file, read in chunks. */
export const nodeSha256 = async (source: Source): Promise<string> => {
  const hash = new FileHash();
  await hash.add(await source.piece(0, source.sizeBytes), { sha256: true });
  return hash.digest();
};
