import { parentPort } from 'node:worker_threads';
import type { FileSlice, Wanted } from '../platform.ts';
import { FileHash } from './file-hash.ts';

/** Asks the thread to read a slice of a file, or for the SHA-256 of everything it has read. */
export type ThreadQuestion = { slice: FileSlice; wanted: Wanted } | 'digest';

/** The thread's answer. Answers come in the order of the questions. */
export type ThreadAnswer = { value: string | undefined } | { error: unknown };

const hash = new FileHash();
let last: Promise<unknown> = Promise.resolve();

const answerQuestion = async (question: ThreadQuestion): Promise<ThreadAnswer> => {
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
  last = last.then(async () => parentPort?.postMessage(await answerQuestion(question)));
});
