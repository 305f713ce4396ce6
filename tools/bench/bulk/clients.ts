import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificate } from './certificate.ts';
import type { Workload } from './data.ts';
import { keys, places } from './places.ts';
import { versions } from './tools.ts';

/** One command line; `verifies`: with the client's own verification on. */
export type Client = {
  name: string;
  verifies: boolean;
  command: (
    workload: Workload,
    endpoint: string,
  ) => { argv: string[]; env?: Record<string, string> };
};

const target = 's3://bucket/p/';
const tls = (endpoint: string, ...flags: string[]): string[] =>
  endpoint.startsWith('https:') ? flags : [];
let runs = 0;

/** A second pass knows the first one by its journal. */
export const secondJournal = join(places.scratch, `journal-${process.pid}-unchanged.db`);
const isUnchanged = ({ name }: Workload): boolean => name === 'unchanged';

/** As it is shipped: journal, retries, SHA-256 of every file. */
const keepsake: Client = {
  name: 'keepsake',
  verifies: true,
  command: (workload, endpoint) => {
    runs += 1;
    const journal = isUnchanged(workload)
      ? secondJournal
      : join(places.scratch, `journal-${process.pid}-${runs}.db`);
    return {
      argv: [
        process.execPath,
        places.cli,
        'migrate',
        workload.folder,
        '--to',
        target,
        '--endpoint-url',
        endpoint,
        '--journal',
        journal,
        '--json',
      ],
    };
  },
};

/** Flags of a peer by their names, without dashes. */
export type Flags = Readonly<Record<string, string>>;

export const peers = ['s5cmd', 'rclone'] as const;
export type Peer = (typeof peers)[number];

/** The fastest flags of each workload, as `npm run bench:bulk -- --search` prints them. */
const fastest: Record<Peer, Partial<Record<Workload['name'], Flags>>> = {
  s5cmd: {
    small: { numworkers: '64' },
    large: { numworkers: '4', concurrency: '8', 'part-size': '32' },
  },
  rclone: {
    small: { transfers: '64' },
    large: { transfers: '4', 's3-upload-concurrency': '4', 's3-chunk-size': '32M' },
    unchanged: { transfers: '64', checkers: '64', 'fast-list': 'true' },
  },
};

export const fastestFlags = (peer: Peer, { name }: Workload): Flags =>
  fastest[peer][name] ?? fastest[peer].small ?? {};

const flagWords = (flags: Flags): string[] =>
  Object.entries(flags).map(([name, value]) => `--${name}=${value}`);

const s5cmd = (own?: Flags): Client => ({
  name: `s5cmd ${versions.s5cmd}`,
  verifies: false,
  command: (workload, endpoint) => {
    const { numworkers = '64', ...copying } = own ?? fastestFlags('s5cmd', workload);
    const words = ['--endpoint-url', endpoint, '--numworkers', numworkers, '--log', 'error'];
    const copy = ['cp', ...flagWords(copying), `${workload.folder}/`, target];
    return {
      argv: [join(places.bin, 's5cmd'), ...words, ...tls(endpoint, '--no-verify-ssl'), ...copy],
    };
  },
});

const rcloneWords = (workload: Workload, endpoint: string): string[] => {
  const remote = {
    's3-provider': 'Other',
    's3-endpoint': endpoint,
    's3-access-key-id': keys.accessKeyId,
    's3-secret-access-key': keys.secretAccessKey,
    config: join(places.scratch, 'rclone.conf'),
  };
  // Without these flags, a second pass looks at each object by a request of its own.
  const compared = isUnchanged(workload)
    ? ['--update', '--use-server-modtime', '--s3-list-version', '2']
    : ['--no-traverse', '--no-check-dest'];
  return [
    ...['copy', workload.folder, ':s3:bucket/p', ...flagWords(remote)],
    ...['--quiet', '--s3-no-check-bucket', ...compared, ...tls(endpoint, '--no-check-certificate')],
  ];
};

const rclone = (verifies: boolean, own?: Flags): Client => ({
  name: `rclone ${versions.rclone}${verifies ? ', verifying' : ''}`,
  verifies,
  command: (workload, endpoint) => ({
    argv: [
      join(places.bin, 'rclone'),
      ...rcloneWords(workload, endpoint),
      ...flagWords(own ?? fastestFlags('rclone', workload)),
      ...(verifies ? [] : ['--s3-no-head', '--s3-disable-checksum', '--ignore-checksum']),
    ],
  }),
});

/** A peer with flags of a search; its own verification is off. */
export const peerWith = (peer: Peer, flags: Flags): Client =>
  peer === 's5cmd' ? s5cmd(flags) : rclone(false, flags);

const awsCli = (name: string, settings: string, flags: string[] = []): Client => ({
  name,
  verifies: flags.length > 0,
  command: ({ folder }, endpoint) => {
    mkdirSync(places.scratch, { recursive: true });
    const config = join(places.scratch, `aws-${name.replaceAll(/\W+/g, '-')}.conf`);
    writeFileSync(config, `[default]\nregion = us-east-1\ns3 =\n${settings}\n`);
    const copy = ['s3', 'cp', '--recursive', '--only-show-errors', ...flags, `${folder}/`, target];
    return {
      argv: [
        join(places.venv, 'bin/aws'),
        '--endpoint-url',
        endpoint,
        ...tls(endpoint, '--no-verify-ssl'),
        ...copy,
      ],
      env: { AWS_CONFIG_FILE: config, PYTHONWARNINGS: 'ignore' },
    };
  },
});

const classic =
  '  max_concurrent_requests = 16\n  multipart_chunksize = 32MB\n  preferred_transfer_client ' +
  '= classic';
const crt =
  '  preferred_transfer_client = crt\n  target_bandwidth = 10Gb/s\n  multipart_chunksize = 32MB';

const libStorage = (name: string, verify: string): Client => ({
  name,
  verifies: verify !== '',
  command: ({ folder }, endpoint) => ({
    argv: [
      process.execPath,
      fileURLToPath(new URL('lib-storage-child.mjs', import.meta.url)),
      folder,
      endpoint,
      verify,
    ],
  }),
});

/** Ours first. */
export const clients: Client[] = [
  keepsake,
  s5cmd(),
  rclone(false),
  rclone(true),
  awsCli(`aws-cli ${versions.awscli}`, classic),
  awsCli(`aws-cli ${versions.awscli}, SHA-256`, classic, ['--checksum-algorithm', 'SHA256']),
  awsCli(`aws-cli ${versions.awscli}, CRT`, crt),
  libStorage(`lib-storage ${versions.libStorage}`, ''),
  libStorage(`lib-storage ${versions.libStorage}, SHA-256`, 'SHA256'),
];

/** The environment of every client. */
export const environment = (): Record<string, string> => {
  const { PATH } = process.env;
  const credentials = {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  };
  return {
    ...(PATH !== undefined && { PATH }),
    HOME: places.scratch,
    ...credentials,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    NODE_EXTRA_CA_CERTS: certificate().cert,
  };
};
