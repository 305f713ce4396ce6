import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { sha256Hex } from '../../../adapters/bulk/transfer/s3/sigv4.ts';
import { median } from '../saga/median.ts';
import { type Sender, sendersTo } from './senders.ts';

// The engine's own HTTP/1.1 and SigV4 beside undici and @smithy/signature-v4: the same PUTs by all
// four combinations, in turns. The sink is a process of its own.
const [files = 5_000, turns = 7] = process.argv.slice(2).map(Number);
const connections = 16;
const body = Buffer.alloc(8_192, 'keepsake');
const bodyHash = sha256Hex(body);

type Took = { wallMs: number; cpuMs: number };

const measure = async ({ put }: Sender, count: number): Promise<Took> => {
  let next = 0;
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++)
      await put(`old/photo-${index}.jpg`, body, bodyHash);
  };
  await Promise.all(Array.from({ length: connections }, work));
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
};

const measureAll = async (senders: readonly Sender[]): Promise<Map<string, Took[]>> => {
  const taken = new Map(senders.map(({ name }): [string, Took[]] => [name, []]));
  for (const sender of senders) await measure(sender, files / 5);
  for (let turn = 0; turn < turns; turn += 1)
    for (const sender of senders) taken.get(sender.name)?.push(await measure(sender, files));
  return taken;
};

const rowOf = ([name, taken]: [string, Took[]]): string => {
  const perFile = (ms: number[]): string => ((median(ms) / files) * 1000).toFixed(0);
  const cells = [perFile(taken.map(({ wallMs }) => wallMs)), perFile(taken.map((t) => t.cpuMs))];
  return `| ${name} | ${cells.join(' | ')} |`;
};

const sink = fork(new URL('sink.ts', import.meta.url), { execArgv: ['--no-warnings'] });
try {
  const [port] = (await once(sink, 'message')) as [number];
  const senders = sendersTo(port, connections);
  const taken = await measureAll(senders);
  for (const { close } of senders) await close();
  const [{ model } = { model: 'unknown' }] = cpus();
  const page = [
    '# HTTP and SigV4 of the engine, beside libraries',
    '',
    `${files} PUTs of ${body.length} bytes, ${connections} connections, medians of ${turns} turns;`,
    `Node ${process.versions.node}, ${cpus().length} × ${model.trim()}, ` +
      `load ${loadavg()[0]?.toFixed(1)}.`,
    'The sink is a process of its own on the same processors. `npm run bench:wire` measures anew.',
    '',
    '| combination | µs a file, wall | µs a file, CPU |',
    '|---|--:|--:|',
    ...[...taken].map(rowOf),
    '',
  ].join('\n');
  writeFileSync(new URL('../wire-results.md', import.meta.url), page);
  process.stdout.write(page);
} finally {
  sink.kill();
}
