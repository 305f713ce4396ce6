import { type Flags, fastestFlags, type Peer, peers, peerWith } from './clients.ts';
import type { Workload } from './data.ts';
import { contest } from './measure.ts';
import { progress } from './places.ts';
import type { Target } from './servers.ts';

/** The values of each flag that a search tries. */
type Grid = Readonly<Record<string, readonly string[]>>;

const memory = { 'buffer-size': ['0', '256k', '16M'], 'use-mmap': ['true', 'false'] };
const unsigned = { 's3-use-unsigned-payload': ['true', 'false'] };

const grids: Record<Peer, Partial<Record<Workload['name'], Grid>>> = {
  s5cmd: {
    small: { numworkers: ['16', '32', '64', '128', '256'] },
    large: {
      numworkers: ['2', '4', '8', '20'],
      concurrency: ['1', '2', '4', '8', '16'],
      'part-size': ['8', '16', '32', '64', '256'],
    },
  },
  rclone: {
    small: {
      transfers: ['8', '16', '32', '64', '128', '256'],
      ...unsigned,
      ...memory,
      checkers: ['8', '64'],
      'check-first': ['true', 'false'],
    },
    large: {
      transfers: ['2', '4', '8', '20'],
      's3-upload-concurrency': ['1', '2', '4', '8', '16'],
      's3-chunk-size': ['8M', '16M', '32M', '64M', '128M'],
      's3-upload-cutoff': ['200M', '5G'],
      'multi-thread-streams': ['1', '4'],
      ...unsigned,
      ...memory,
    },
    unchanged: {
      checkers: ['8', '16', '64', '128'],
      'fast-list': ['true', 'false'],
      'use-mmap': ['true', 'false'],
    },
  },
};

/** Wall time of each candidate, ms; `NaN` for one that failed. */
type MeasureAll = (candidates: readonly Flags[]) => Promise<readonly number[]>;

/** The fastest flags found, their time beside that of the start, ms, and how many were tried. */
export type Found = { flags: Flags; wallMs: number; startMs: number; tried: number };

/**
 * Goes along one flag after the other: all of its values beside the fastest so far, measured
 * together. Begins again until a pass finds nothing faster, twice at most: the whole product of a
 * grid would take days. At last start and fastest are measured together, as the minutes differ.
 */
export async function searchFlags(
  start: Flags,
  grid: Grid,
  measure: MeasureAll,
): Promise<Found | undefined> {
  let [flags, before, tried] = [start, {} as Flags, 0];
  for (let pass = 0; pass < 2 && flags !== before; pass += 1) {
    before = flags;
    for (const [flag, values] of Object.entries(grid)) {
      const others = values.filter((value) => value !== flags[flag]);
      tried += others.length;
      flags = (
        await fastestOf([flags, ...others.map((one) => ({ ...flags, [flag]: one }))], measure)
      ).flags;
    }
  }
  const { startMs, ...fastest } = await fastestOf([start, flags], measure);
  return Number.isNaN(fastest.wallMs) ? undefined : { ...fastest, startMs, tried };
}

/** The first candidate stays unless another one is faster. */
const fastestOf = async (
  candidates: readonly [Flags, ...Flags[]],
  measure: MeasureAll,
): Promise<Omit<Found, 'tried'>> => {
  const [startMs = Number.NaN, ...times] = await measure(candidates);
  let fastest = { flags: candidates[0], wallMs: startMs };
  for (const [index, wallMs] of times.entries())
    if (!(wallMs >= fastest.wallMs || Number.isNaN(wallMs)))
      fastest = { flags: candidates[index + 1] ?? fastest.flags, wallMs };
  return { ...fastest, startMs };
};

/** Searches the flags of the peers among the clients for one workload at one server. */
export async function searchPeers(
  clients: readonly string[],
  workload: Workload,
  { watch: _, ...target }: Target,
  runs: number,
): Promise<string[]> {
  const lines: string[] = [];
  for (const peer of peers) {
    const grid = grids[peer][workload.name];
    if (!grid || !clients.some((name) => name.startsWith(peer))) continue;
    const found = await searchFlags(fastestFlags(peer, workload), grid, async (candidates) => {
      progress(`${peer}: ${candidates.map((flags) => JSON.stringify(flags)).join(' ')}`);
      const contenders = candidates.map((flags) => peerWith(peer, flags));
      return (await contest(contenders, workload, target, runs)).map(({ wallMs }) => wallMs);
    });
    lines.push(`${peer}: ${found ? lineOf(found) : 'no flags work'}`);
  }
  return lines;
}

const lineOf = ({ flags, wallMs, startMs, tried }: Found): string =>
  `${JSON.stringify(flags)} needs ${(wallMs / 1000).toFixed(2)} s, those of clients.ts ` +
  `${(startMs / 1000).toFixed(2)} s; ${tried} others tried`;
