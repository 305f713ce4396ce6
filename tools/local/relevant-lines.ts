const wordsOfFailure = /error|fail|cannot|invalid|not found|denied|❌/i;
const shownLines = 12;

/** A failed command's relevant output: its first error and last lines, no stack traces. */
export const relevantLines = (lines: readonly string[]): string => {
  const said = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const tailStart = Math.max(0, said.length - shownLines);
  const first = said.findIndex((line) => wordsOfFailure.test(line));
  const head = first === -1 || first >= tailStart ? [] : [said[first], '…'];
  return [...head, ...said.slice(tailStart)].map((line) => `  ${line}`).join('\n');
};
