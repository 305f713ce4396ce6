import { benchBundle, entryOf, settingsFileOf } from '../../bench-bundle.ts';
import type { DeployedFunction } from '../functions.ts';
import { kB, ms, table } from '../table.ts';
import { config, type World } from '../world.ts';
import { defaultBundle, leanBundle } from './bundles.ts';
import { type ColdStart, measureColdStarts, type Subject } from './cold-start.ts';
import { firstEvents } from './first-events.ts';

/** Cold starts of every function in our bundle and in esbuild's default; and of signing. */
export type ColdReport = { functions: [ColdStart, ColdStart][]; signing: ColdStart[] };

/** The emulator's address, as functions get it. */
export const awsEnvironment = ({ aws }: World): Record<string, string> => ({
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_REGION: aws.region,
  AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
});

/** Measures all of them; `runs` fresh processes each. */
export const coldReport = async (
  world: World,
  functions: Map<string, DeployedFunction>,
  runs: number,
  scratch: string,
): Promise<ColdReport> => {
  const signing = await measureColdStarts(
    signingSubjects(world, functions, scratch),
    runs,
    scratch,
  );
  const pairs = Object.keys(firstEvents(world)).map((name) =>
    pairOf(name, world, functions, scratch),
  );
  const measured: [ColdStart, ColdStart][] = [];
  for (const pair of pairs) {
    const [ours, theirs] = await measureColdStarts(pair, runs, scratch);
    if (ours && theirs) measured.push([ours, theirs]);
  }
  return { functions: measured, signing };
};

const signingSubjects = (
  world: World,
  functions: Map<string, DeployedFunction>,
  scratch: string,
): Subject[] => {
  const [createUpload] = pairOf('presign', world, functions, scratch);
  const { AWS_ENDPOINT_URL: _emulator, ...environment } = awsEnvironment(world);
  const lean = (name: string, entry: string): Subject => ({
    name: `${name}, bundled our way`,
    file: leanBundle(entry, scratch),
    environment,
  });
  const naive = (name: string, entry: string): Subject => ({
    name: `${name}, default bundle`,
    file: defaultBundle(entry, scratch),
    environment,
  });
  return [
    lean('first signed URL: `@smithy/signature-v4` (ours)', 'tools/bench/saga/cold/presign.ts'),
    lean('first signed URL: client-s3 + presigner', 'tools/bench/naive/presign.ts'),
    naive('first signed URL: client-s3 + presigner', 'tools/bench/naive/presign.ts'),
    { ...createUpload, name: 'POST /uploads: ours' },
    {
      ...createUpload,
      ...naive('POST /uploads: client-s3, presigner, tracer', 'tools/bench/naive/create-upload.ts'),
      environment: { ...createUpload.environment },
    },
    lean('X-Ray tracer alone', 'tools/bench/naive/tracer.ts'),
    naive('X-Ray tracer alone', 'tools/bench/naive/tracer.ts'),
  ];
};

const pairOf = (
  subject: string,
  world: World,
  functions: Map<string, DeployedFunction>,
  scratch: string,
): [Subject, Subject] => {
  const name = functionOf(subject);
  const ours = benchBundle(name, scratch, settingsFileOf(config));
  const environment = {
    ...functions.get(`Keepsake: ${name}`)?.environment,
    ...awsEnvironment(world),
    ...ours.environment,
  };
  const event = firstEvents(world)[subject];
  const shared = { environment, ...(event && { event }) };
  const theirs = { name: `${subject} (default)`, file: defaultBundle(entryOf(name), scratch) };
  return [
    { name: subject, file: ours.file, ...shared },
    { ...theirs, ...shared },
  ];
};

/** `uploads: complete` is a request of the function `uploads`. */
const functionOf = (subject: string): string => subject.split(':')[0] ?? subject;

/** Every function beside the default bundle of the same source. */
export const functionsTable = ({ functions }: ColdReport): string =>
  table(
    [
      'function',
      'kB',
      'kB (default)',
      'import ms',
      'import ms (default)',
      'import + first use ms',
      'import + first use ms (default)',
      'ours / default',
    ],
    functions.map(([ours, theirs]) => [
      ours.name,
      kB(ours.bytes),
      kB(theirs.bytes),
      ms(ours.importMs),
      ms(theirs.importMs),
      ms(ours.totalMs),
      ms(theirs.totalMs),
      ratio(ours.totalMs, theirs.totalMs),
    ]),
  );

const ratio = (ours: number, theirs: number): string => `${((100 * ours) / theirs).toFixed(0)} %`;

/** Signing and tracing on their own. */
export const signingTable = ({ signing }: ColdReport): string =>
  table(
    ['', 'kB', 'import ms', 'first use ms', 'import + first use ms'],
    signing.map(({ name, bytes, importMs, firstUseMs, totalMs }) => [
      name,
      kB(bytes),
      ms(importMs),
      ms(firstUseMs),
      ms(totalMs),
    ]),
  );
