import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { openEnvelope } from './envelope.ts';
import { type Statement, slsaProvenance, subjectsOf } from './statements.ts';

/** The file of signed statements beside a release's files, one a line. */
export const statementsFile = (version: string): string => `keepsake-${version}.intoto.jsonl`;

const ofVersion = z.object({
  buildDefinition: z.object({ externalParameters: z.object({ version: z.string() }) }),
});

/**
 * Compares the files in a folder with the signed statements about them. Returns the names of the
 * files. Throws if a signature, a file, a digest or the version is not as stated, and for a package
 * or a bill of materials that no statement is about.
 */
export const verifyRelease = (folder: string, version: string, publicKeyPem: string): string[] => {
  const text = readFileSync(path.join(folder, statementsFile(version)), 'utf8');
  const statements = text
    .trimEnd()
    .split('\n')
    .map((line) => openEnvelope(JSON.parse(line), publicKeyPem));
  assertProvenance(statements, version);
  const subjects = statements.flatMap(({ subject }) => subject);
  for (const { name, digest } of subjects) {
    const file = path.join(folder, path.basename(name));
    if (!existsSync(file)) throw new Error(`${name} is missing in ${folder}.`);
    const [found] = subjectsOf([file]);
    if (found?.digest.sha256 !== digest.sha256)
      throw new Error(`${name} has the SHA-256 ${found?.digest.sha256}, not ${digest.sha256}.`);
  }
  const names = [...new Set(subjects.map(({ name }) => name))];
  assertNoStranger(folder, names);
  return names;
};

/** An older release is signed, too: under a newer one's name it would take people back. */
const assertProvenance = (statements: readonly Statement[], version: string): void => {
  const found = statements.find(({ predicateType }) => predicateType === slsaProvenance);
  if (!found) throw new Error('The provenance is missing among the signed statements.');
  const stated = ofVersion.parse(found.predicate).buildDefinition.externalParameters.version;
  if (stated !== version) throw new Error(`The provenance is of ${stated}, not of ${version}.`);
};

const assertNoStranger = (folder: string, known: readonly string[]): void => {
  const [stranger] = readdirSync(folder).filter(
    (name) => /\.(?:tgz|cdx\.json)$/.test(name) && !known.includes(name),
  );
  if (stranger !== undefined) throw new Error(`No signed statement is about ${stranger}.`);
};
