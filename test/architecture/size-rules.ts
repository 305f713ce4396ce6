/** A file and its text. */
export type Text = { file: string; text: string };

const mostLines = 250;
const mostFiles = 25;
const codeWidth = 100;
const proseWidth = 120;

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

/** Files of more than 250 lines. */
export const tooLong = (texts: readonly Text[]): string[] =>
  texts.filter(({ text }) => linesOf(text).length > mostLines).map(({ file }) => file);

/** Lines that cannot be broken: a regular expression, and a directive of the linter. */
const isUnbreakable = (line: string): boolean =>
  /^\s*\/(?![*/]).*\/[dgimsuvy]*[,;]?$/.test(line) || line.includes('biome-ignore');

/** A line of a test without its strings: titles and samples stay in one piece. */
const withoutStrings = (line: string): string =>
  line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\/(?:[^/\\]|\\.)+\//g, "''");

const isWideIn = (file: string, line: string): boolean => {
  if ([...line].length <= codeWidth || isUnbreakable(line)) return false;
  return !file.startsWith('test/') || [...withoutStrings(line)].length > codeWidth;
};

/** Lines of code over 100 columns, as `file:line`. */
export const tooWideCode = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    linesOf(text).flatMap((line, index) => (isWideIn(file, line) ? [`${file}:${index + 1}`] : [])),
  );

/** A row of a table, and a line that is one address, have no place to break. */
const isUnbreakableProse = (line: string): boolean =>
  /^\s*\|/.test(line) || !/\S\s\S/.test(line.trim().slice(0, proseWidth));

/** Lines of prose over 120 columns, as `file:line`; code in fences is none. */
export const tooWideProse = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) => {
    let isCode = false;
    return linesOf(text).flatMap((line, index) => {
      if (/^\s*```/.test(line)) isCode = !isCode;
      const isWide = !isCode && [...line].length > proseWidth && !isUnbreakableProse(line);
      return isWide ? [`${file}:${index + 1}`] : [];
    });
  });

/** Folders of more than 25 files. */
export const tooFull = (files: readonly string[]): string[] =>
  [...Map.groupBy(files, (file) => file.slice(0, file.lastIndexOf('/')))]
    .filter(([folder, inside]) => inside.length > mostFiles && folder !== 'docs/decisions')
    .map(([folder, inside]) => `${folder}: ${inside.length}`);
