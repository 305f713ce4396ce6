import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../saga/median.ts';
import { type Client, environment, secondJournal } from './clients.ts';
import type { Workload } from './data.ts';
import type { Asked } from './listing-server.ts';
import { places, progress } from './places.ts';
import type { Target } from './servers.ts';

const run = promisify(execFile);

type Took = { status: number; wallMs: number; userMs: number; systemMs: number; peakBytes: number };

/** The medians of one client's runs. `failure`: why there are none. */
export type Measured = {
  client: string;
  verifies: boolean;
  runs: number;
  wallMs: number;
  cpuMs: number;
  /** The server's processor, milliseconds. */
  serverMs: number;
  peakBytes: number;
  load: number;
  /** Of a server that counts them. */
  asked?: Asked;
  failure?: string;
};

/** Runs clients in turns, so that a slow minute hits all of them. Returns their medians. */
export async function contest(
  clients: readonly Client[],
  workload: Workload,
  target: Target,
  rounds: number,
): Promise<Measured[]> {
  await target.prepare?.(workload);
  const contenders = clients.map((client) => new Contender(client));
  for (let round = 0; round < rounds; round += 1)
    for (const contender of contenders) await contender.turn(workload, target);
  if (!isLinks(workload))
    for (const contender of contenders) await contender.prove(workload, target);
  const measured = contenders.map((contender) => contender.measured);
  for (const { client, wallMs, cpuMs, peakBytes } of measured)
    progress(
      `${client}: ${wallMs.toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of processor, ` +
        `${(peakBytes / 1e6).toFixed(0)} MB`,
    );
  return measured;
}

type Turn = Took & { serverMs: number; load: number; asked?: Asked };

/** One client's part in a contest: its runs so far, until one fails. */
class Contender {
  readonly #client: Client;
  readonly #turns: Turn[] = [];
  #failure: string | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** The stored files are checked after every run, outside of its time. */
  async turn(workload: Workload, target: Target): Promise<void> {
    await this.#unlessFailed(async () => {
      await target.empty();
      if (!isLinks(workload)) readOnce(workload);
      const load = loadavg()[0] ?? 0;
      const before = target.cpuMs();
      const took = await measureOnce(this.#client, workload, target.endpoint);
      const serverMs = target.cpuMs() - before;
      const asked = await target.asked?.();
      this.#turns.push({ ...took, load, serverMs, ...(asked && { asked }) });
      await target.check(workload);
    });
  }

  /** One run more, whose time does not count, at a server that hashes what arrives. */
  async prove(workload: Workload, { endpoint, watch, prove }: Target): Promise<void> {
    await this.#unlessFailed(async () => {
      if (!watch || !prove) return;
      await watch();
      await measureOnce(this.#client, workload, endpoint);
      await prove(workload);
    });
  }

  get measured(): Measured {
    const { name: client, verifies } = this.#client;
    const turns = this.#failure === undefined ? this.#turns : [];
    const asked = turns.at(-1)?.asked;
    const of = (value: (turn: Turn) => number): number =>
      turns.length > 0 ? median(turns.map(value)) : Number.NaN;
    return {
      client,
      verifies,
      runs: turns.length,
      wallMs: of(({ wallMs }) => wallMs),
      cpuMs: of(({ userMs, systemMs }) => userMs + systemMs),
      serverMs: of(({ serverMs }) => serverMs),
      peakBytes: of(({ peakBytes }) => peakBytes),
      load: of(({ load }) => load),
      ...(asked && { asked }),
      ...(this.#failure !== undefined && { failure: this.#failure }),
    };
  }

  async #unlessFailed(act: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await act();
    } catch (error) {
      this.#failure = String((error as Error).message)
        .split('\n')
        .slice(0, 3)
        .join(' ')
        .slice(0, 300);
      progress(`${this.#client.name}: ${this.#failure}`);
    }
  }
}

/** Links to files that were read already. */
const isLinks = ({ name }: Workload): boolean => name === 'many' || name === 'unchanged';

/**
 * Reads every file once, so that no client waits for the disk.
 */
function readOnce({ folder }: Workload): void {
  for (const file of readdirSync(folder)) readFileSync(join(folder, file));
}

/** Runs a client once. Throws if it fails. */
export async function measureOnce(
  client: Client,
  workload: Workload,
  endpoint: string,
): Promise<Took> {
  const { argv, env } = client.command(workload, endpoint);
  const { stdout, stderr } = await run(join(places.bin, 'measure'), argv, {
    env: { ...environment(), ...env },
    cwd: places.root,
    maxBuffer: 2 ** 26,
  });
  const took: Took = JSON.parse(stdout);
  if (took.status !== 0) throw new Error(`ended with ${took.status}: ${stderr.slice(-300)}`);
  const at = argv.indexOf('--journal');
  if (at > 0 && argv[at + 1] !== secondJournal)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${argv[at + 1]}${suffix}`, { force: true });
  return took;
}
