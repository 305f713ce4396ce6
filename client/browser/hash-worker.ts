import type { Wanted } from '../platform.ts';
import { BlobHash } from './blob-hash.ts';

/** Asks the worker to read a blob, or for the SHA-256 of everything it has read. */
export type HashQuestion = { blob: Blob; wanted: Wanted } | 'digest';

/** The worker's answer. Answers come in the order of the questions. */
export type HashAnswer = { value: string | undefined } | { error: string };

type Scope = {
  onmessage: (event: MessageEvent<HashQuestion>) => void;
  postMessage: (answer: HashAnswer) => void;
};

const scope = globalThis as unknown as Scope;
const hash = new BlobHash();
let last: Promise<unknown> = Promise.resolve();

const answerQuestion = async (question: HashQuestion): Promise<HashAnswer> => {
  try {
    return {
      value: question === 'digest' ? hash.digest() : await hash.add(question.blob, question.wanted),
    };
  } catch (error) {
    return { error: String(error) };
  }
};

scope.onmessage = ({ data }) => {
  last = last.then(async () => scope.postMessage(await answerQuestion(data)));
};
