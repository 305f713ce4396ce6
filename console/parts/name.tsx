import { visibleText } from '../words/visible-text.ts';

/**
 * A text from outside: a file's name, a path, an id, a message. Unseen characters show as their
 * codes, its direction does not reach its neighbours, and a long one breaks anywhere.
 */
export const Name = ({ text }: { text: string }) => (
  <bdi className="keepsake-name">{visibleText(text)}</bdi>
);
