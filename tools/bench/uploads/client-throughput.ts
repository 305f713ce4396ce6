import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleForNode } from '../../../client/build/bundle.ts';
import { InChromium } from './client/in-chromium.ts';
import { type Sink, startSink } from './client/sink.ts';

/**
 * One client over one set of files. CPU is the process's, in Chromium the whole browser's; memory
 * is the process's peak, in Chromium over an idle page.
 */
export type ThroughputRow = {
  where: 'Node' | 'Chromium';
  subject: string;
  files: string;
  seconds: number;
  perSecond: string;
  cpuSeconds: number;
  peakMb: number;
};

/** The measured subjects; all, unless named. */
export type Choice = { rounds?: number; where?: string[]; subjects?: string[]; sets?: string[] };

const megabyte = 1024 ** 2;

const shapes = [
  { name: '1,000 x 16 KB', which: 'small', file: 'photo.jpg', count: 1_000, sizeMb: 1 / 64 },
  { name: '4 x 256 MB', which: 'large', file: 'film.mp4', count: 4, sizeMb: 256 },
  // For its memory.
  { name: '1 x 1 GB', which: 'large', file: 'film.mp4', count: 1, sizeMb: 1024 },
] as const;

const subjectsOf = {
  Node: ['keepsake', 'keepsake-stream', 'lib-storage'],
  Chromium: ['keepsake', 'keepsake-unhashed', 'uppy', 'uppy-connected'],
};

/**
 * Our client beside `@aws-sdk/lib-storage` (Node) and `@uppy/aws-s3` (Chromium), all to one server
 * in a process of its own that forgets what it gets; parts of 8 MB, four at once, six files at
 * once. lib-storage sends straight to storage: no announcement, no completion.
 */
export const clientThroughput = async ({
  rounds = 3,
  ...choice
}: Choice = {}): Promise<ThroughputRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-bench-'));
  const bundle = join(folder, 'keepsake.mjs');
  writeFileSync(bundle, await bundleForNode());
  const bench = { sink: await startSink(), chromium: await new InChromium().start(), bundle };
  try {
    const sets = makeSets(folder, choice.sets);
    const rows: ThroughputRow[] = [];
    for (const where of ['Node', 'Chromium'] as const) {
      const subjects = subjectsOf[where].filter((name) => isChosen(choice.subjects, name));
      if (isChosen(choice.where, where))
        rows.push(...(await rowsOf(bench, where, subjects, sets, rounds)));
    }
    return rows;
  } finally {
    bench.sink.stop();
    await bench.chromium.stop();
    rmSync(folder, { recursive: true });
  }
};

type Set = { name: string; which: 'small' | 'large'; files: string[]; sizeMb: number };

/** The sent files, of random bytes. */
const makeSets = (folder: string, names: string[] | undefined): Set[] =>
  shapes
    .filter(({ name }) => isChosen(names, name))
    .map(({ name, which, file, count, sizeMb }) => {
      const files = Array.from({ length: count }, (_, index) =>
        join(folder, `${count}-${index}-${file}`),
      );
      for (const path of files) write(path, sizeMb * megabyte);
      return { name, which, files, sizeMb: count * sizeMb };
    });

const isChosen = (chosen: string[] | undefined, name: string): boolean =>
  chosen?.includes(name) ?? true;

const write = (file: string, sizeBytes: number): void => {
  writeFileSync(file, '');
  for (let left = sizeBytes; left > 0; left -= 64 * megabyte)
    appendFileSync(file, randomBytes(Math.min(left, 64 * megabyte)));
};

type Bench = { sink: Sink; chromium: InChromium; bundle: string };

type Measured = Pick<ThroughputRow, 'seconds' | 'cpuSeconds' | 'peakMb'>;

/** Subjects take turns within a round, so that a busy minute of the machine hits all of them. */
const rowsOf = async (
  bench: Bench,
  where: ThroughputRow['where'],
  subjects: string[],
  sets: Set[],
  rounds: number,
): Promise<ThroughputRow[]> => {
  const rows: ThroughputRow[] = [];
  for (const set of sets) {
    const runs = new Map(subjects.map((subject) => [subject, [] as Measured[]]));
    for (let round = 0; round < rounds; round += 1)
      for (const subject of subjects)
        runs.get(subject)?.push(await measure(bench, where, subject, set));
    for (const subject of subjects) rows.push(rowOf(where, subject, set, runs.get(subject) ?? []));
  }
  return rows;
};

const measure = async (
  { sink, chromium, bundle }: Bench,
  where: ThroughputRow['where'],
  subject: string,
  set: Set,
): Promise<Measured> => {
  if (where === 'Node') return inNode(sink, subject, set.files, bundle);
  // Small files are made on the page: choosing a thousand in a form is not part of uploading.
  const files = set.which === 'small' ? [] : set.files;
  return chromium.run({ subject, which: set.which, api: sink.url, files });
};

const inNode = async (
  sink: Sink,
  subject: string,
  files: string[],
  bundle: string,
): Promise<Measured> => {
  const child = fork(
    fileURLToPath(new URL('client/node-child.ts', import.meta.url)),
    [subject, sink.url, ...files],
    {
      env: { ...process.env, KEEPSAKE_NODE: bundle },
    },
  );
  const [measured] = await once(child, 'message');
  return measured as Measured;
};

const rowOf = (
  where: ThroughputRow['where'],
  subject: string,
  set: Set,
  runs: Measured[],
): ThroughputRow => {
  const { seconds, cpuSeconds } = median(runs);
  const perSecond =
    set.which === 'small'
      ? `${Math.round(set.files.length / seconds)} files`
      : `${Math.round(set.sizeMb / seconds)} MB`;
  const peakMb = Math.round(Math.max(...runs.map((run) => run.peakMb)));
  return { where, subject, files: set.name, seconds, perSecond, cpuSeconds, peakMb };
};

const median = (runs: Measured[]): Measured =>
  runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)] as Measured;

/** [rounds] [--where Node] [--subjects keepsake] [--sets '4 x 256 MB'], each repeatable. */
const chosen = (): Choice => {
  const named = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    options: { where: named, subjects: named, sets: named },
    allowPositionals: true,
  });
  return { ...values, rounds: Number(positionals[0] ?? 3) };
};

if (import.meta.main) console.table(await clientThroughput(chosen()));
