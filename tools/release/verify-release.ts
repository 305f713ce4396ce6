import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openEnvelope } from './envelope.ts';
import { subjectsOf } from './statements.ts';

/** The file of signed statements beside a release's files, one a line. */
export const statementsFile = (version: string): string => `keepsake-${version}.intoto.jsonl`;

/**
 * Compares the files in a folder with the signed statements about them. Answers the names of the
 * files. Throws if a signature, a file or a digest is not as stated.
 */
export const verifyRelease = (folder: string, version: string, publicKeyPem: string): string[] => {
  const text = readFileSync(path.join(folder, statementsFile(version)), 'utf8');
  const statements = text
    .trimEnd()
    .split('\n')
    .map((line) => openEnvelope(JSON.parse(line), publicKeyPem));
  const subjects = statements.flatMap(({ subject }) => subject);
  for (const { name, digest } of subjects) {
    const file = path.join(folder, path.basename(name));
    if (!existsSync(file)) throw new Error(`${name} is missing in ${folder}.`);
    const [found] = subjectsOf([file]);
    if (found?.digest.sha256 !== digest.sha256)
      throw new Error(`${name} has the SHA-256 ${found?.digest.sha256}, not ${digest.sha256}.`);
  }
  return [...new Set(subjects.map(({ name }) => name))];
};
