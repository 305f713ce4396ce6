import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../results.md', import.meta.url));
const begin = '<!-- bench:saga begin -->';
const end = '<!-- bench:saga end -->';
const frame =
  `# Figures\n\nMeasured, not promised. Run \`npm run bench:saga\` to measure them on your ` +
  `machine.\n\n${begin}\n${end}\n`;

/** Replaces the text between this bench's markers in tools/bench/results.md. Other text stays. */
export const writeResults = (text: string): void => {
  const current = existsSync(file) ? readFileSync(file, 'utf8') : frame;
  const known = current.includes(begin) ? current : `${current.trimEnd()}\n\n${begin}\n${end}\n`;
  const [before] = known.split(begin);
  const [, after] = known.split(end);
  writeFileSync(file, `${before}${begin}\n${text.trim()}\n${end}${after}`);
};
