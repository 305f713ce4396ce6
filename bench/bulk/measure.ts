import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../saga/median.ts';
import { type Client, environment } from './clients.ts';
import type { Workload } from './data.ts';
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
  peakBytes: number;
  load: number;
  failure?: string;
};

/** Runs one client several times; what arrived is checked after every run, outside of its time. */
export async function measure(client: Client, workload: Workload, target: Target, runs: number): Promise<Measured> {
  const taken: Took[] = [];
  const load: number[] = [];
  const { name, verifies } = client;
  readOnce(workload);
  try {
    for (let turn = 0; turn < runs; turn += 1) {
      await target.empty();
      load.push(loadavg()[0] ?? 0);
      taken.push(await once(client, workload, target.endpoint));
      await target.check(workload);
    }
    if (workload.name !== 'many') await proven(client, workload, target);
  } catch (error) {
    const failure = String((error as Error).message)
      .split('\n')
      .slice(0, 3)
      .join(' ')
      .slice(0, 300);
    progress(`${name}: ${failure}`);
    return {
      client: name,
      verifies,
      runs: taken.length,
      wallMs: Number.NaN,
      cpuMs: Number.NaN,
      peakBytes: Number.NaN,
      load: median(load),
      failure,
    };
  }
  const of = (value: (took: Took) => number): number => median(taken.map(value));
  const measured = {
    client: name,
    verifies,
    runs,
    wallMs: of((took) => took.wallMs),
    cpuMs: of((took) => took.userMs + took.systemMs),
    peakBytes: of((took) => took.peakBytes),
    load: median(load),
  };
  progress(
    `${name}: ${measured.wallMs.toFixed(0)} ms, ${measured.cpuMs.toFixed(0)} ms of processor, ${(measured.peakBytes / 1e6).toFixed(0)} MB`,
  );
  return measured;
}

/** Whoever comes first shall not wait for the disk alone. The many are names of what was read already. */
function readOnce({ name, folder }: Workload): void {
  if (name !== 'many') for (const file of readdirSync(folder)) readFileSync(join(folder, file));
}

/** One run more, whose time does not count, at a server that hashes what arrives. */
async function proven(client: Client, workload: Workload, target: Target): Promise<void> {
  if (!target.watch || !target.prove) return;
  await target.watch();
  await once(client, workload, target.endpoint);
  await target.prove(workload);
}

async function once(client: Client, workload: Workload, endpoint: string): Promise<Took> {
  const { argv, env } = client.command(workload, endpoint);
  const { stdout, stderr } = await run(join(places.bin, 'measure'), argv, {
    env: { ...environment(), ...env },
    cwd: places.root,
    maxBuffer: 2 ** 26,
  });
  const took: Took = JSON.parse(stdout);
  if (took.status !== 0) throw new Error(`ended with ${took.status}: ${stderr.slice(-300)}`);
  const at = argv.indexOf('--journal');
  if (at > 0) for (const suffix of ['', '-wal', '-shm']) rmSync(`${argv[at + 1]}${suffix}`, { force: true });
  return took;
}
