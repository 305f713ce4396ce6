import { machineLine } from '../saga/machine.ts';
import { ms, table } from '../saga/table.ts';
import type { ApiLatency } from './api-latency.ts';
import type { ThroughputRow } from './client-throughput.ts';

/** Everything that was measured. */
export type Figures = { api: ApiLatency; clients: readonly ThroughputRow[]; runs: { calls: number; rounds: number } };

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

type Duel = { where: ThroughputRow['where']; ours: string; other: string };

const duels: readonly Duel[] = [
  { where: 'Node', ours: 'keepsake', other: 'lib-storage' },
  { where: 'Chromium', ours: 'keepsake', other: 'uppy' },
];

const verdict = (rows: readonly ThroughputRow[], { where, ours, other }: Duel, files: string): string[] => {
  const seconds = (subject: string) => rows.find((row) => row.where === where && row.subject === subject && row.files === files)?.seconds;
  const [mine, theirs] = [seconds(ours), seconds(other)];
  if (mine === undefined || theirs === undefined) return [];
  const share = mine / theirs;
  return [`- ${where}, ${files}: ${share.toFixed(2)} of the time of ${other}${share <= 1 ? '.' : ': **we lose**.'}`];
};

const verdicts = (rows: readonly ThroughputRow[]): string =>
  duels.flatMap((duel) => [...new Set(rows.map(({ files }) => files))].flatMap((files) => verdict(rows, duel, files))).join('\n');

/** The figures as Markdown, each with what it is worth. */
export const report = ({ api, clients, runs }: Figures): string => `# Uploads, measured

\`npm run bench:uploads\` writes this file. ${machineLine()}.

## POST /uploads

${apiTable(api)}

${runs.calls} calls one after the other, warm. Over HTTP: through the emulator's gateway, authorizer and DynamoDB, all on this machine; most of it is theirs. CPU is the function's process alone, the deployed bundle called directly.

## Clients

${clientTable(clients)}

Medians of ${runs.rounds} rounds in which the clients take turns, to the same server in a process of its own, with the same part size and as many requests at once. Ours and Uppy ask the API's routes for every file; lib-storage asks nobody and signs by itself.
Ours hashes every file (SHA-256 of the whole, CRC64NVME of each part); *unhashed* is what it would be if the API did not ask for the SHA-256 of the whole (it does; the bench's server does not); Uppy and lib-storage hash nothing. In a browser every checksum costs a second reading of the file, which on two cores is some 0.8 s per GB before anything is hashed. *stream* is a Node stream instead of a path, *uppy-connected* is Uppy with our callbacks.
CPU is the process's in Node, and all the browser's in Chromium. Memory is the process's peak in Node, and what the page grew by in Chromium; Node's own file stream that is read and thrown away peaks at about 150 MB.

${verdicts(clients)}
`;
