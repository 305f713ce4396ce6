import { readFileSync } from 'node:fs';

/** The version in package.json, beside the sources and beside the build. */
export const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** The output of `--version`. */
export const versionText = (): string => `keepsake ${version()}`;
