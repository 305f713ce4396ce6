import { parentPort } from 'node:worker_threads';
import type { FileSlice, Wanted } from '../platform.ts';
import { FileHash } from './file-hash.ts';

/** What the thread is asked: to read a run of a file, or for the hash of all it has read. */
export type ThreadQuestion = { slice: FileSlice; wanted: Wanted } | 'digest';

/** What it answers, in the order it was asked. */
export type ThreadAnswer = { value: string | undefined } | { error: unknown };

const hash = new FileHash();
let last: Promise<unknown> = Promise.resolve();

const answer = async (question: ThreadQuestion): Promise<ThreadAnswer> => {
  try {
    return {
      value:
        question === 'digest' ? hash.digest() : await hash.add(question.slice, question.wanted),
    };
  } catch (error) {
    return { error };
  }
};

parentPort?.on('message', (question: ThreadQuestion) => {
  last = last.then(async () => parentPort?.postMessage(await answer(question)));
});
