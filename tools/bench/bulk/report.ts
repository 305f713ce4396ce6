import { machineLine } from '../saga/machine.ts';
import { table } from '../saga/table.ts';
import type { Workload } from './data.ts';
import type { Measured } from './measure.ts';

/** All clients on one workload and one server. */
export type Section = {
  server: string;
  protocol: string;
  workload: Workload;
  measured: Measured[];
};

/** Over TLS, SHA-256, reading, writing and AES alone take more than half of the fastest peer's. */
const sinkLimits = { HTTP: 0.55, TLS: 0.65 };

/** The figures as Markdown. */
export function report(sections: readonly Section[]): string {
  const goals = [...sections.flatMap(goalsOf), ...growth(sections)];
  return `# Figures of bulk migration (\`npm run bench:bulk\`)

${machineLine()}. Medians of the runs each table names; clients take turns, server and client on the
same machine. Ours is the command of the
package with its journal, retries, a SHA-256 of every file, and modules that the first run left
compiled; the others run with flags chosen for speed
(tools/bench/bulk/clients.ts): \`--search\` found none that are faster by more than 1 % for small
and for unchanged files over HTTP; those for large files were not searched. *Sink* is a server that
counts and forgets (bench/bulk/tools/sink): it shows the client alone. Count and bytes of what
arrived are checked after every run; the SHA-256 of every file
at versitygw too, and at the sink in one more run that is not timed. CPU and memory are the
client's, from wait4. *Load before* is the machine's load average when a run began: others' work,
and what
the run before left of its own. *Server CPU* is what the server took of the same two processors:
where it is more than the clients', they differ less.

## Where we lose

${losses(sections, goals)}

## Goals

${table(['ours, relative or absolute', 'at most', 'measured', ''], goals.map(goalRow))}

## Figures

${sections.map(sectionText).join('\n\n')}
`;
}

/** Something ours should be at most, relative to another client, or at all. */
type Goal = { what: string; limit: number; actual: number };

/** The goals that can be judged from this section. */
function goalsOf({ server, protocol, workload, measured }: Section): Goal[] {
  const named = (start: string): Measured | undefined =>
    measured.find(({ client, failure }) => client.startsWith(start) && failure === undefined);
  const [ours, s5cmd, rclone] = [named('keepsake'), named('s5cmd'), named('rclone')];
  if (!ours) return [];
  const verifying = measured.find(
    ({ client, verifies, failure }) =>
      client.startsWith('rclone') && verifies && failure === undefined,
  );
  const at = `${workload.name}, ${server}, ${protocol}`;
  const memory = { what: `${at}: peak memory, MB`, limit: 150, actual: ours.peakBytes / 1e6 };
  if (workload.name === 'many') return [memory];
  if (workload.name === 'one')
    return [{ what: `${at}: wall, ms`, limit: 140, actual: ours.wallMs }];
  const share = (what: string, limit: number, mine: number, theirs: number | undefined): Goal => ({
    what: `${at}: ${what}`,
    limit,
    actual: mine / (theirs ?? Number.NaN),
  });
  if (workload.name === 'unchanged')
    return [
      share("wall of rclone's", 0.5, ours.wallMs, rclone?.wallMs),
      share("CPU of rclone's", 0.5, ours.cpuMs, rclone?.cpuMs),
      share("bytes on the wire of rclone's", 0.5, wireBytes(ours), rclone && wireBytes(rclone)),
      memory,
    ];
  if (workload.name === 'small' && server === 'sink')
    return [
      share("wall of rclone's", 0.5, ours.wallMs, rclone?.wallMs),
      share("wall of rclone's with its own verification", 0.5, ours.wallMs, verifying?.wallMs),
      share("CPU of rclone's", 0.4, ours.cpuMs, rclone?.cpuMs),
      share("CPU of s5cmd's", 0.5, ours.cpuMs, s5cmd?.cpuMs),
      memory,
    ];
  const rivals = measured.filter((one) => one !== ours && one.failure === undefined);
  const fastest = rivals.length > 0 ? Math.min(...rivals.map(({ wallMs }) => wallMs)) : undefined;
  const limit = server === 'sink' ? sinkLimits[protocol as keyof typeof sinkLimits] : 0.75;
  return [share("wall of the fastest peer's", limit, ours.wallMs, fastest), memory];
}

const wireBytes = ({ asked }: Measured): number =>
  asked ? asked.receivedBytes + asked.sentBytes : Number.NaN;

/** Memory does not grow with the number of files. */
function growth(sections: readonly Section[]): Goal[] {
  const peak = (name: string): number | undefined =>
    sections
      .find(
        ({ server, protocol, workload }) =>
          workload.name === name && server === 'sink' && protocol === 'HTTP',
      )
      ?.measured.find(({ client, failure }) => client === 'keepsake' && failure === undefined)
      ?.peakBytes;
  const [small, many] = [peak('small'), peak('many')];
  if (small === undefined || many === undefined) return [];
  return [
    { what: 'many, sink, HTTP: peak memory of that with small', limit: 1.25, actual: many / small },
  ];
}

/** A goal without figures is neither reached nor missed; the report says so. */
const losses = (sections: readonly Section[], goals: readonly Goal[]): string => {
  const unknown = goals.filter(({ actual }) => !Number.isFinite(actual)).length;
  const missed = goals
    .filter(({ actual, limit }) => actual > limit)
    .map(({ what, limit, actual }) => `- ${what}: ${shown(actual)} instead of ${limit}`);
  const lines = [
    ...sections.flatMap(ownFailure),
    ...sections.flatMap(peersAhead),
    ...missed,
    ...(unknown > 0 ? [`- Goals that this run could not judge: ${unknown}`] : []),
  ];
  return lines.length > 0 ? lines.join('\n') : 'No peer is ahead, and every goal is reached.';
};

const shown = (actual: number): string =>
  Number.isFinite(actual) ? actual.toFixed(actual > 10 ? 1 : 3) : '—';

/** Of a section that we failed in, no goal is known. */
const ownFailure = ({ server, protocol, workload, measured }: Section): string[] =>
  measured.some(({ client, failure }) => client === 'keepsake' && failure !== undefined)
    ? [`- ${workload.name}, ${server}, ${protocol}: keepsake did not do it`]
    : [];

/** Peers that need less time or processor than we do, whatever our goal is. */
const peersAhead = ({ server, protocol, workload, measured }: Section): string[] => {
  const ours = measured.find(({ client }) => client === 'keepsake');
  return measured.flatMap(({ client, wallMs, cpuMs }) =>
    [
      { figure: 'wall time', theirs: wallMs, mine: ours?.wallMs ?? Number.NaN },
      { figure: 'processor time', theirs: cpuMs, mine: ours?.cpuMs ?? Number.NaN },
    ]
      .filter(({ theirs, mine }) => theirs < mine)
      .map(
        ({ figure, theirs, mine }) =>
          `- ${workload.name}, ${server}, ${protocol}: ${client} needs less ${figure}, ` +
          `${(theirs / 1000).toFixed(2)} s instead of ${(mine / 1000).toFixed(2)}`,
      ),
  );
};

const goalRow = ({ what, limit, actual }: Goal): string[] => [
  what,
  `${limit}`,
  shown(actual),
  !Number.isFinite(actual) ? 'not measured' : actual <= limit ? 'reached' : 'MISSED',
];

function sectionText({ server, protocol, workload, measured }: Section): string {
  const { files, fileBytes } = workload;
  const hasAsked = measured.some(({ asked }) => asked !== undefined);
  const rows = measured.map(({ client, wallMs, cpuMs, serverMs, peakBytes, load, runs, asked }) => [
    client,
    cell(wallMs, (wallMs / 1000).toFixed(2)),
    cell(wallMs, ((files / wallMs) * 1000).toFixed(files > 100 ? 0 : 1)),
    cell(wallMs, ((files * fileBytes) / wallMs / 1000).toFixed(0)),
    cell(cpuMs, ((cpuMs / files) * 1000).toFixed(0)),
    cell(cpuMs, (cpuMs / 1000 / ((files * fileBytes) / 1e9)).toFixed(2)),
    cell(serverMs, (serverMs / 1000).toFixed(1)),
    cell(peakBytes, (peakBytes / 1e6).toFixed(0)),
    `${runs}`,
    cell(load, load.toFixed(1)),
    ...(hasAsked ? askedCells(asked) : []),
  ]);
  const heading =
    `### ${files} x ` +
    `${fileBytes / 1024 >= 1024 ? `${fileBytes / 2 ** 20} MiB` : `${fileBytes / 1024} KiB`}, ` +
    `${server}, ${protocol}`;
  const failures = measured.flatMap(({ client, failure }) =>
    failure === undefined ? [] : [`- ${client} did not do it: ${failure}`],
  );
  const columns = [
    'client',
    'wall s',
    'files/s',
    'MB/s',
    'CPU µs/file',
    'CPU s/GB',
    'server CPU s',
    'peak MB',
    'runs',
    'load before',
    ...(hasAsked ? ['requests', 'kB to the server', 'kB from it'] : []),
  ];
  return [
    heading,
    '',
    table(columns, rows),
    ...(failures.length > 0 ? ['', ...failures] : []),
  ].join('\n');
}

const cell = (value: number, text: string): string => (Number.isNaN(value) ? '—' : text);

const askedCells = (asked: Measured['asked']): string[] =>
  asked
    ? [asked.requests, asked.receivedBytes / 1e3, asked.sentBytes / 1e3].map((n) => n.toFixed(0))
    : ['—', '—', '—'];
