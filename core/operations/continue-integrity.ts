import type { Clock } from '../shared/ports.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { uploadPosition } from '../uploads/model/upload-list.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type CompareDeps, isKeptIn, type Reading } from './check-integrity.ts';
import { compareReplicas, findUnregisteredReplicas, type Replica } from './check-replicas.ts';
import { compareAll, countLooked, isReadable, mostReadBytes, ofRecord } from './compare-all.ts';
import { findUnreferenced, type RecordDeps } from './find-unreferenced.ts';
import { isInPart } from './model/integrity.ts';
import { dueRun, type Finding, type IntegrityRun, mostNamed } from './model/integrity-run.ts';
import { isYoung } from './model/orphan.ts';
import { noReplicas } from './model/replica.ts';
import type { IntegrityRuns, KeptVersion, KeptVersions } from './ports.ts';

type Deps = CompareDeps &
  RecordDeps & {
    runs: IntegrityRuns;
    uploads: Pick<Uploads, 'list' | 'findMany'>;
    kept: KeptVersions;
    clock: Clock;
    /** The second region, where the stage has one. */
    replica?: Replica | undefined;
  };

type Options = {
  /** Weeks in which every file is checked once. */
  everyWeeks: number;
  /** Without, no byte is read. */
  read?: Reading | undefined;
  /** Whether there is time for another step, which reads up to `mostReadBytes`. */
  hasTime: () => boolean;
  /** Told before a finding is on record, so that no crash loses it; after a crash once more. */
  onFinding: (finding: Finding) => unknown;
};

/** Records of one step. Of a small part, few of them are looked at. */
const pageSize = 200;

/**
 * Goes on with the run that is due, step by step while there is time, and puts each step on record:
 * another call goes on from there. Compares files with the registry, then versions in storage with
 * every record. Changes nothing but the run. Returns the run as it is now; `undefined` when none is
 * due, or when another call is at work on it. Throws `TransientFault`.
 */
export const continueIntegrity = async (
  deps: Deps,
  options: Options,
): Promise<IntegrityRun | undefined> => {
  const { everyWeeks, hasTime, onFinding } = options;
  const [last] = await deps.runs.list(1);
  let run = dueRun(last, { now: deps.clock.now(), everyWeeks });
  while (run?.next && hasTime()) {
    const step = await takeStep(deps, { run, from: run.next }, options);
    step.findings.forEach(onFinding);
    run = await saveStep(deps, run, step);
  }
  return run;
};

/** A step's end: the position to continue from, its counts, its findings. */
type Step = Pick<IntegrityRun, 'next' | 'counts' | 'replicas'> & { findings: Finding[] };

const takeStep = async (
  deps: Deps,
  { run, from }: { run: IntegrityRun; from: NonNullable<IntegrityRun['next']> },
  { read }: Options,
): Promise<Step> => {
  const { replica } = deps;
  if (from.look === 'files') return lookAtFiles(deps, run, { after: from.after, read });
  if (from.look === 'versions') {
    const { versions, next } = await nextVersions(deps.kept, from);
    const after = next ?? (replica && ({ look: 'replicas' } as const));
    return { next: after, ...(await lookAtVersions(deps, run, versions)) };
  }
  // The second region was given up while the run was on its way.
  if (!replica) return { next: undefined, counts: run.counts, findings: [] };
  const { versions, next } = await nextVersions(replica.kept, from);
  return { next, ...(await lookAtReplicaVersions({ ...deps, replica }, run, versions)) };
};

const lookAtFiles = async (
  deps: Deps,
  run: IntegrityRun,
  { after, read }: { after: string | undefined } & Pick<Options, 'read'>,
): Promise<Step> => {
  const { part, of } = run;
  const { answer: page, unreadable } = await withoutUnreadable(
    deps.uploads.list({ status: 'permanent' }, { after, limit: pageSize }),
  );
  const isWanted = (upload: Upload): boolean =>
    isKeptIn(deps.filesBucket, upload) && isInPart(upload.uploadId, { part, of });
  const taken = read ? fitting(page.uploads, isWanted) : page.uploads;
  const wanted = taken.filter(isWanted);
  const counts = { ...run.counts };
  const compared = await compareAll(deps, wanted, read);
  // A page that is not taken whole is read again.
  const lost = taken.length < page.uploads.length ? [] : unreadable;
  const here = [
    ...compared,
    ...lost.filter(({ id }) => isInPart(id, { part, of })).map(ofRecord),
  ].flatMap((one) => countLooked(counts, one));
  const there = await compareReplicated(deps, run, wanted);
  const last = taken.at(-1);
  const goesOn = taken.length < page.uploads.length && last ? uploadPosition(last) : page.next;
  const next =
    goesOn === undefined
      ? ({ look: 'versions' } as const)
      : ({ look: 'files', after: goesOn } as const);
  return { ...there, next, counts, findings: [...here, ...there.findings] };
};

/** As many of a page as a step can read, when it reads those that are wanted. */
const fitting = (page: readonly Upload[], isWanted: (upload: Upload) => boolean) => {
  let bytes = 0;
  const end = page.findIndex((upload) => {
    if (isWanted(upload) && isReadable(upload)) bytes += upload.sizeBytes;
    return bytes > mostReadBytes;
  });
  return end < 0 ? page : page.slice(0, end);
};

/** Compares the replicas of some files; a stage without a second region has none. */
const compareReplicated = async (
  deps: Deps,
  { replicas }: IntegrityRun,
  uploads: readonly Upload[],
): Promise<Pick<Step, 'replicas' | 'findings'>> => {
  const { replica } = deps;
  if (!replica) return { findings: [] };
  const report = { ...noReplicas, ...replicas };
  const findings: Finding[] = [];
  const onFinding = (finding: Finding) => findings.push(finding);
  await compareReplicas({ ...deps, replica }, uploads, { report, onFinding });
  return { replicas: report, findings };
};

type VersionsPosition = { look: 'versions' | 'replicas'; after?: string | undefined };

/** The next page of versions, here or in the second region, and where to continue after it. */
const nextVersions = async (
  kept: KeptVersions,
  { look, after }: VersionsPosition,
): Promise<{ versions: KeptVersion[]; next: VersionsPosition | undefined }> => {
  for await (const { versions, next } of kept.pages(undefined, after))
    return { versions, next: next === undefined ? undefined : { look, after: next } };
  return { versions: [], next: undefined };
};

const lookAtVersions = async (
  deps: Deps,
  run: IntegrityRun,
  page: readonly KeptVersion[],
): Promise<Omit<Step, 'next'>> => {
  const old = oldIn(deps, run, page);
  const findings: Finding[] = [];
  const counts = { ...run.counts, versions: run.counts.versions + old.length };
  await findUnreferenced(deps, old, ({ verdict, key, versionId, why }) => {
    const kind = verdict === 'unreadable' ? verdict : 'unregistered';
    counts[kind]++;
    findings.push({ kind, key, versionId, why });
  });
  return { counts, findings };
};

/** Versions that must have their record by now, of the run's part. */
const oldIn = (deps: Deps, { part, of }: IntegrityRun, page: readonly KeptVersion[]) =>
  page.filter(
    ({ key, modifiedAt }) => isInPart(key, { part, of }) && !isYoung(modifiedAt, deps.clock.now()),
  );

const lookAtReplicaVersions = async (
  deps: Deps & { replica: Replica },
  run: IntegrityRun,
  page: readonly KeptVersion[],
): Promise<Omit<Step, 'next'>> => {
  const report = { ...noReplicas, ...run.replicas };
  const findings: Finding[] = [];
  const onFinding = (finding: Finding) => findings.push(finding);
  await findUnregisteredReplicas(deps, oldIn(deps, run, page), { report, onFinding });
  return { counts: run.counts, replicas: report, findings };
};

const saveStep = (deps: Deps, run: IntegrityRun, { findings, ...step }: Step) =>
  unlessStale(
    deps.runs.save({
      ...run,
      ...step,
      findings: [...run.findings, ...findings].slice(0, mostNamed),
      updatedAt: deps.clock.now().toISOString(),
    }),
  );
