import type { Wanted } from '../platform.ts';
import { BlobHash } from './blob-hash.ts';

/** What the worker is asked: to read a blob, or for the hash of all it has read. */
export type HashQuestion = { blob: Blob; wanted: Wanted } | 'digest';

/** What it answers, in the order it was asked. */
export type HashAnswer = { value: string | undefined } | { error: string };

type Scope = {
  onmessage: (event: MessageEvent<HashQuestion>) => void;
  postMessage: (answer: HashAnswer) => void;
};

const scope = globalThis as unknown as Scope;
const hash = new BlobHash();
let last: Promise<unknown> = Promise.resolve();

const answer = async (question: HashQuestion): Promise<HashAnswer> => {
  try {
    return {
      value: question === 'digest' ? hash.digest() : await hash.add(question.blob, question.wanted),
    };
  } catch (error) {
    return { error: String(error) };
  }
};

scope.onmessage = ({ data }) => {
  last = last.then(async () => scope.postMessage(await answer(data)));
};
