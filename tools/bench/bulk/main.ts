import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { choose, NothingChosen } from './choice.ts';
import { type Client, clients } from './clients.ts';
import { type Workload, workloads, writeData } from './data.ts';
import { startHolder } from './holder.ts';
import { contest } from './measure.ts';
import { progress } from './places.ts';
import { report, type Section } from './report.ts';
import { searchPeers } from './search.ts';
import { keepSection, keptSections } from './sections.ts';
import { startGateway, startSink, type Target } from './servers.ts';
import { buildAll, versions } from './tools.ts';

const { values } = parseArgs({
  options: {
    /** A tenth of the data, one run, nothing written: to see whether the bench works. */
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    /** Parts of names of the things to measure, separated by commas; everything when left out. */
    clients: { type: 'string', default: '' },
    servers: { type: 'string', default: '' },
    protocols: { type: 'string', default: '' },
    workloads: { type: 'string', default: '' },
    /** Keeps the last figures of what this run does not measure: all of it takes hours. */
    kept: { type: 'boolean', default: false },
    /** Prints the fastest flags of rclone and s5cmd, for clients.ts, and writes nothing. */
    search: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs ?? (values.quick ? 1 : 5));

const servers: Record<string, (tls: boolean) => Promise<Target>> = {
  sink: startSink,
  versitygw: startGateway,
  holder: startHolder,
};
const allWorkloads = workloads(values.quick);
const namesOf = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

const chosen = (() => {
  try {
    return {
      servers: choose('servers', values.servers, Object.keys(servers)),
      protocols: choose('protocols', values.protocols, ['HTTP', 'TLS']),
      clients: choose('clients', values.clients, namesOf(clients)),
      workloads: choose('workloads', values.workloads, namesOf(allWorkloads)),
    };
  } catch (error) {
    if (!(error instanceof NothingChosen)) throw error;
    progress(`${error.message} Nothing was measured or written.`);
    process.exit(2);
  }
})();

const rclone = `rclone ${versions.rclone}`;

const settings = chosen.servers.flatMap((server) =>
  chosen.protocols.map((protocol) => ({ server, protocol })),
);

/** Workloads that are about the client alone go to one server, over HTTP. */
const serverOf: Partial<Record<Workload['name'], string>> = {
  many: 'sink',
  one: 'sink',
  unchanged: 'holder',
};
const isAbout = ({ name }: Workload, server: string, protocol: string): boolean => {
  const only = serverOf[name];
  return only === undefined ? server !== 'holder' : server === only && protocol === 'HTTP';
};

/** `many` measures our memory, by our client alone, once; rclone is the peer of a second pass. */
const takesPart = ({ name }: Workload, client: Client): boolean => {
  if (name === 'many') return client.name === 'keepsake';
  return name !== 'unchanged' || client.name === 'keepsake' || client.name === rclone;
};
const clientsFor = (workload: Workload): Client[] =>
  clients.filter((client) => chosen.clients.includes(client.name) && takesPart(workload, client));

const sections: Section[] = [];
buildAll(chosen);
const chosenWorkloads = allWorkloads.filter(({ name }) => chosen.workloads.includes(name));
for (const workload of chosenWorkloads) writeData(workload);
for (const { server, protocol } of settings) {
  const target = await servers[server]?.(protocol === 'TLS');
  if (!target) continue;
  try {
    for (const workload of chosenWorkloads.filter((one) => isAbout(one, server, protocol))) {
      progress(`${workload.name} files to ${server} over ${protocol}`);
      if (values.search) {
        const found = await searchPeers(chosen.clients, workload, target, runs);
        for (const line of found)
          process.stdout.write(`${workload.name}, ${server}, ${protocol}, ${line}\n`);
        continue;
      }
      const measured = await contest(
        clientsFor(workload),
        workload,
        target,
        workload.name === 'many' ? 1 : runs,
      );
      sections.push({ server, protocol, workload, measured });
      if (!values.quick) keepSection({ server, protocol, workload, measured });
    }
  } finally {
    await target.stop();
  }
}
if (values.search) process.exit(0);
if (sections.length === 0) {
  progress('These filters leave nothing to measure together. Nothing was written.');
  process.exit(2);
}
const text = report(values.kept ? keptSections() : sections);
process.stdout.write(text);
if (!values.quick)
  writeFileSync(fileURLToPath(new URL('../bulk-results.md', import.meta.url)), text);
