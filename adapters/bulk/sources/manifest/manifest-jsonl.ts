import { splitLines } from '../split-lines.ts';
import { badManifest, type ManifestLimits, type ManifestLine } from './manifest-lines.ts';

/** One JSON object a line; empty lines are nothing. Throws `InvalidInput`. */
export async function* readJsonl(
  text: AsyncIterable<string>,
  { maxLineChars }: ManifestLimits,
): AsyncGenerator<ManifestLine> {
  const refuse = (line: number): Error =>
    badManifest(`Line ${line} is longer than ${maxLineChars} characters.`);
  let line = 0;
  for await (const whole of splitLines(text, maxLineChars, refuse)) {
    line += 1;
    if (whole.trim() !== '') yield { line, ...parse(whole) };
  }
}

const parse = (text: string): { value: unknown } | { wrong: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { wrong: 'is not JSON' };
  }
};
