import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BillOfMaterials } from './bill-of-materials.ts';

/** A released file as in-toto names it; the digest is hexadecimal. */
export type Subject = { name: string; digest: { sha256: string } };

/** An in-toto statement, version 1 (https://in-toto.io/Statement/v1). */
export type Statement = {
  _type: 'https://in-toto.io/Statement/v1';
  subject: readonly Subject[];
  predicateType: string;
  predicate: object;
};

/** Type of the predicate that says what a release was made from. */
export const slsaProvenance = 'https://slsa.dev/provenance/v1';

/** Inputs of a release. Times are ISO 8601. */
export type Build = {
  version: string;
  commit: string;
  lockFile: string;
  node: string;
  startedOn: string;
  finishedOn: string;
};

/** Names and SHA-256 of files, by their paths. */
export const subjectsOf = (files: readonly string[]): Subject[] =>
  files.map((file) => ({ name: basename(file), digest: { sha256: sha256(file) } }));

const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** SLSA provenance 1: the commit and the lock file that the files were built from. */
export const provenance = (subject: readonly Subject[], build: Build): Statement =>
  statement(subject, slsaProvenance, {
    buildDefinition: {
      buildType: 'urn:keepsake:npm-run-release:1',
      externalParameters: { version: build.version },
      resolvedDependencies: [
        { name: 'keepsake', digest: { gitCommit: build.commit } },
        { name: 'package-lock.json', digest: { sha256: sha256(build.lockFile) } },
      ],
    },
    runDetails: {
      builder: { id: 'urn:keepsake:local', version: { node: build.node } },
      metadata: { startedOn: build.startedOn, finishedOn: build.finishedOn },
    },
  });

const statement = (
  subject: readonly Subject[],
  predicateType: string,
  predicate: object,
): Statement => ({ _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate });

/** The bill of materials as a statement about the files. */
export const contents = (subject: readonly Subject[], bill: BillOfMaterials): Statement =>
  statement(subject, 'https://cyclonedx.org/bom', bill);
