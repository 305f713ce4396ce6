/** No name of ours is longer, and comparing takes time by the product of both lengths. */
const longestWord = 64;

/** The candidate that a misspelt word is likely to mean. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined =>
  word.length > longestWord
    ? undefined
    : candidates
        .filter((candidate) => isNear(word, candidate))
        .sort((a, b) => distance(word, a) - distance(word, b))[0];

/** More edits than a third of the word make another word. */
const isNear = (word: string, candidate: string): boolean =>
  candidate.startsWith(word) || distance(word, candidate) <= Math.max(1, word.length / 3);

/** Edits (a character more, fewer, another, or two swapped) between two words. */
const distance = (a: string, b: string): number => {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const [above = [], before = []] = [rows[i - 1], rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const [left = 0, up = 0, corner = 0] = [row[j - 1], above[j], above[j - 1]];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] : undefined;
      row.push(Math.min(left + 1, up + 1, corner + other, (swapped ?? a.length + b.length) + 1));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? a.length + b.length;
};

/** ` Did you mean 'migrate'?`, or nothing when no candidate is near. */
export const suggestion = (word: string, candidates: readonly string[], sign = ''): string => {
  const near = nearest(word, candidates);
  return near === undefined ? '' : ` Did you mean ${sign}${near}?`;
};
