import type { Text } from './size-rules.ts';

/** Metaphors that no dictionary explains to a reader of this code, and the field's own terms. */
export const metaphors: Record<string, string> = {
  desk: 'pending records, or a named collaborator',
  errand: 'request',
  crew: 'worker pool',
  lane: 'executor',
  nursery: 'young generation',
  hungry: 'hasRoom',
  laden: 'isFull',
};

/** A word by itself, in the plural, or as a part of a name: `desk`, `desks`, `aDesk`, `deskSize`. */
const asPartOfNames = (word: string): string => {
  const capital = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  return `(?:(?<![A-Za-z])${word}|${capital})s?(?![a-z])`;
};

const metaphor = new RegExp(Object.keys(metaphors).map(asPartOfNames).join('|'), 'g');

/** The metaphors in a file's name and text, as `file: word`. */
export const metaphorsIn = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    [...`${file}\n${text}`.matchAll(metaphor)].map(([word]) => `${file}: ${word}`),
  );

/**
 * Words that once named several things. Each may name one type; the other things are called a
 * list position, an object's address, a pass of the engine, an event, a mark, a lease, a limit.
 */
const onceOverloaded = ['Place', 'Run', 'Announcement', 'Claim', 'Job', 'Operation', 'Hold'];

/** Types that have a word of that list for themselves a second time, as `word: files`. */
export const sharedTypeNames = (texts: readonly Text[]): string[] =>
  onceOverloaded.flatMap((word) => {
    const declared = new RegExp(`^(?:export )?(?:type|interface|class) ${word}\\b`, 'gm');
    const files = texts.flatMap(({ file, text }) => (text.match(declared) ?? []).map(() => file));
    return files.length > 1 ? [`${word}: ${files.join(', ')}`] : [];
  });
