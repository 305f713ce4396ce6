import { badManifest, type ManifestLimits, type ManifestLine } from './manifest-lines.ts';

/**
 * Lines of a text that comes in pieces; one that does not end is refused before it fills the
 * memory.
 */
async function* splitLines(text: AsyncIterable<string>, maxChars: number): AsyncGenerator<string> {
  let rest = '';
  let line = 1;
  for await (const piece of text) {
    const open = rest + piece;
    const lines = open.split('\n');
    const long = lines.findIndex((whole) => whole.length > maxChars);
    if (long >= 0) throw badManifest(`Line ${line + long} is longer than ${maxChars} characters.`);
    rest = open.slice(open.lastIndexOf('\n') + 1);
    lines.pop();
    line += lines.length;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const parse = (text: string): { value: unknown } | { wrong: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { wrong: 'is not JSON' };
  }
};

/** One JSON object a line; empty lines are nothing. Throws `InvalidInput`. */
export async function* readJsonl(
  text: AsyncIterable<string>,
  { maxLineChars }: ManifestLimits,
): AsyncGenerator<ManifestLine> {
  let line = 0;
  for await (const whole of splitLines(text, maxLineChars)) {
    line += 1;
    if (whole.trim() !== '') yield { line, ...parse(whole) };
  }
}
