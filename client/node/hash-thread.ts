import { parentPort } from 'node:worker_threads';
import type { FileSlice, Wanted } from '../platform.ts';
import { FileHash } from './file-hash.ts';

/** Asks the thread to read a slice of a file, or for the SHA-256 of everything it has read. */
export type ThreadQuestion = { slice: FileSlice; wanted: Wanted } | 'digest';

/**
 * The thread's answer. Answers come in the order of the questions. An error that goes to another
 * thread loses what it holds, such as its `code`: that goes beside it.
 */
export type ThreadAnswer = { value: string | undefined } | { error: object; holds: object };

const hash = new FileHash();
let last: Promise<unknown> = Promise.resolve();

const answerQuestion = async (question: ThreadQuestion): Promise<ThreadAnswer> => {
  try {
    return {
      value:
        question === 'digest' ? hash.digest() : await hash.add(question.slice, question.wanted),
    };
  } catch (error) {
    return { error: error as object, holds: { ...(error as object) } };
  }
};

parentPort?.on('message', (question: ThreadQuestion) => {
  last = last.then(async () => parentPort?.postMessage(await answerQuestion(question)));
});
