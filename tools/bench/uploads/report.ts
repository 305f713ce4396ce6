import { machineLine } from '../saga/machine.ts';
import { ms, table } from '../saga/table.ts';
import type { ApiLatency } from './api-latency.ts';
import type { ThroughputRow } from './client-throughput.ts';

/** Everything that was measured. */
export type Figures = {
  api: ApiLatency;
  clients: readonly ThroughputRow[];
  runs: { calls: number; rounds: number };
};

type Duel = { where: ThroughputRow['where']; ours: string; other: string; about: string };

const duels: readonly Duel[] = [
  { where: 'Node', ours: 'keepsake', other: 'lib-storage', about: 'hashing beside sending alone' },
  { where: 'Chromium', ours: 'keepsake', other: 'uppy', about: 'what hashing costs' },
  { where: 'Chromium', ours: 'keepsake-unhashed', other: 'uppy', about: 'the same work' },
];

/** The figures as Markdown, each with what it is worth. */
export const report = ({ api, clients, runs }: Figures): string => `# Uploads, measured

\`npm run bench:uploads\` writes this file. ${machineLine()}.

## POST /uploads

${apiTable(api)}

${runs.calls} calls one after the other, warm. Over HTTP: through the emulator's gateway, authorizer
and DynamoDB, all on this machine; most of it is theirs. CPU is the function's process alone, the
deployed bundle called directly.

## Clients

${clientTable(clients)}

Medians of ${runs.rounds} rounds in which the clients take turns, to the same server in a process of
its own, with the same part size and as many requests at once. Ours and Uppy ask the API's routes
for every file, with a token, and are done when every file is completed; lib-storage asks nobody and
signs by itself.
*keepsake* hashes every file (SHA-256 of the whole, CRC64NVME of each part): beside Uppy it shows
what hashing costs. *unhashed* (\`hashParts: false\`) reads nothing of files in parts, as Uppy and
lib-storage do: beside Uppy it is the same work; its small files are hashed all the same, because a
single PUT is signed with its SHA-256. *stream* is a Node stream instead of a path, *uppy-connected*
is Uppy with our callbacks, which hash.
CPU is the process's in Node, and all the browser's in Chromium. Memory is the process's peak in
Node, and what the page grew by in Chromium.

${verdicts(clients)}
`;

const apiTable = ({ httpP50, httpP95, handler }: ApiLatency): string =>
  table(
    ['POST /uploads', 'p50', 'p95'],
    [
      ['over HTTP, ms', ms(httpP50), ms(httpP95)],
      ['handler’s own CPU, ms', handler.cpuP50.toFixed(2), handler.cpuP95.toFixed(2)],
    ],
  );

const clientTable = (rows: readonly ThroughputRow[]): string =>
  table(
    ['where', 'client', 'files', 'seconds', 'per second', 'CPU s', 'peak MB'],
    rows.map(({ where, subject, files, seconds, perSecond, cpuSeconds, peakMb }) => [
      where,
      subject,
      files,
      seconds.toFixed(1),
      perSecond,
      cpuSeconds.toFixed(2),
      `${peakMb}`,
    ]),
  );

const verdicts = (rows: readonly ThroughputRow[]): string =>
  duels
    .flatMap((duel) =>
      [...new Set(rows.map(({ files }) => files))].flatMap((files) => verdict(rows, duel, files)),
    )
    .join('\n');

const verdict = (
  rows: readonly ThroughputRow[],
  { where, ours, other, about }: Duel,
  files: string,
): string[] => {
  const seconds = (subject: string) =>
    rows.find((row) => row.where === where && row.subject === subject && row.files === files)
      ?.seconds;
  const [mine, theirs] = [seconds(ours), seconds(other)];
  if (mine === undefined || theirs === undefined) return [];
  const share = mine / theirs;
  return [
    `- ${where}, ${files}, ${ours} (${about}): ${share.toFixed(2)} of the time of ` +
      `${other}${share <= 1 ? '.' : ': **we lose**.'}`,
  ];
};
