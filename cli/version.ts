import { readFileSync } from 'node:fs';

/** The version in package.json, beside the sources and beside the build. */
export const versionText = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return `keepsake ${version}`;
};
