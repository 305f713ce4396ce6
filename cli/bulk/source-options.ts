import path from 'node:path';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { CommandProblem } from '../command-problem.ts';
import { textOf, textsOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import { shown, webAddress } from '../web-address.ts';
import { recordedUrl } from './database-url.ts';

type SourcePlan = BatchPlan['source'];

/** Options that say more about a source. */
export const sourceOptions = {
  manifest: { type: 'string', value: 'file', help: 'https: which files there are, .csv or .jsonl' },
  'allow-host': {
    type: 'string',
    multiple: true,
    value: 'host',
    help: 'https, postgres: another host that may be read',
  },
  'allow-private': { type: 'boolean', help: 'https, postgres: hosts may be on private networks' },
  'source-endpoint-url': {
    type: 'string',
    value: 'url',
    help: 's3: S3-compatible endpoint of the source, e.g. of R2',
  },
  'source-region': { type: 'string', value: 'name', help: 's3: region of the source' },
  table: { type: 'string', value: 'name', help: 'postgres: table that names the files' },
  id: { type: 'string', value: 'column', help: 'postgres: its key' },
  column: {
    type: 'string',
    value: 'name',
    help: 'postgres: column with paths, URLs, or a JSON array of them',
  },
  'owner-column': {
    type: 'string',
    value: 'name',
    help: 'postgres: column with the id of the user a file belongs to; --owner where it is empty',
  },
  'partner-column': { type: 'string', value: 'name', help: 'postgres: column with its partner' },
  root: { type: 'string', value: 'folder|url', help: 'postgres: where those paths begin' },
} as const satisfies Options;

const given = (entries: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const required = (values: Values, name: string, kind: string): string => {
  const value = textOf(values, name);
  if (value === undefined) throw new CommandProblem(`A ${kind} source needs --${name}.`);
  return value;
};

const bucketAndPrefix = (text: string): { bucket: string; prefix: string } => {
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  if (bucket === undefined)
    throw new CommandProblem(`'${shown(text)}' is not s3://bucket or s3://bucket/prefix.`);
  return { bucket, prefix };
};

/**
 * `s3://bucket/prefix` as its parts; the prefix is empty or ends in `/`. Throws `CommandProblem`.
 */
export const s3Address = (text: string): { bucket: string; prefix: string } => {
  const { bucket, prefix } = bucketAndPrefix(text);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
};

const isWeb = (text: string): boolean => /^https?:\/\//i.test(text);

const manifestOf = (values: Values): string => {
  const manifest = required(values, 'manifest', 'web');
  if (isWeb(manifest)) throw new CommandProblem('--manifest must be a file of this machine.');
  return path.resolve(manifest);
};

const http = (text: string, values: Values): SourcePlan => {
  const { host } = webAddress('The URL of the source', text);
  return {
    kind: 'http',
    description: text,
    options: given({
      url: text,
      manifest: manifestOf(values),
      allowHosts: [host, ...textsOf(values, 'allow-host')].join(','),
      allowPrivate: values['allow-private'] === true ? 'true' : undefined,
    }),
  };
};

const s3 = (text: string, values: Values): SourcePlan => {
  const { bucket, prefix } = s3Address(text);
  const endpoint =
    textOf(values, 'source-endpoint-url') ??
    process.env.AWS_ENDPOINT_URL_S3 ??
    process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined) webAddress("The source's endpoint", endpoint);
  return {
    kind: 's3',
    description: text,
    options: given({ bucket, prefix, endpoint, region: textOf(values, 'source-region') }),
  };
};

/**
 * The password stays out of the journal: a resume takes it from PGPASSWORD, or from
 * KEEPSAKE_SOURCE_URL.
 */
const sql = (text: string, values: Values): SourcePlan => {
  const url = recordedUrl(text);
  const [table, column] = [
    required(values, 'table', 'postgres'),
    required(values, 'column', 'postgres'),
  ];
  const root = required(values, 'root', 'postgres');
  const hosts = [
    ...(isWeb(root) ? [webAddress('--root', root).host] : []),
    ...textsOf(values, 'allow-host'),
  ];
  return {
    kind: 'sql',
    description: `${url} ${table}.${column}`,
    options: given({
      url,
      table,
      column,
      id: textOf(values, 'id') ?? 'id',
      root: isWeb(root) ? root : path.resolve(root),
      ownerColumn: textOf(values, 'owner-column'),
      partnerColumn: textOf(values, 'partner-column'),
      allowHosts: hosts.length > 0 ? hosts.join(',') : undefined,
      allowPrivate: values['allow-private'] === true ? 'true' : undefined,
    }),
  };
};

/** What the operand of `migrate` means. Throws `CommandProblem`. */
export const sourcePlan = (text: string, values: Values): SourcePlan => {
  if (isWeb(text)) return http(text, values);
  if (text.startsWith('s3://')) return s3(text, values);
  if (/^postgres(ql)?:\/\//i.test(text)) return sql(text, values);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    throw new CommandProblem(
      `'${shown(text)}' is no source. One of: ./folder, https://…, s3://…, postgres://…`,
    );
  return { kind: 'directory', description: text, options: { root: path.resolve(text) } };
};
