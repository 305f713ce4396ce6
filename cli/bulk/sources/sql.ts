import path from 'node:path';
import type { FileColumnNames } from '../../../adapters/bulk/sql/file-column.ts';
import type { DetailColumns } from '../../../adapters/bulk/sql/row-pages.ts';
import type { SourcePlanOf } from '../../../core/bulk/model/source-plan.ts';
import { CommandProblem } from '../../command-problem.ts';
import { oneOf, textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import { isWeb, webAddress } from '../../web-address.ts';
import { databaseUrl, recordedUrl } from '../database/database-url.ts';
import { requiredOption, type SourceEntry } from './source-entry.ts';
import { allowedHosts, hostOptions, httpPolicyOf } from './web-hosts.ts';

const options = {
  ...hostOptions,
  table: { type: 'string', value: 'name', help: 'postgres: table that names the files' },
  id: {
    type: 'string',
    value: 'columns',
    help: 'postgres: its key, such as id, or tenant,id for a composite key (id)',
  },
  column: {
    type: 'string',
    value: 'name',
    help: 'postgres: column with paths, URLs, or a JSON array of them',
  },
  'owner-column': {
    type: 'string',
    value: 'name',
    help: "postgres: column with the id of the file's user; --owner if it is empty",
  },
  'partner-column': { type: 'string', value: 'name', help: 'postgres: column with its partner' },
  'type-column': {
    type: 'string',
    value: 'name',
    help: "postgres: column with its media type; if empty, by the file's name",
  },
  'expiry-column': {
    type: 'string',
    value: 'name',
    help: "postgres: column with a file's expiry; expired files are not moved",
  },
  keys: {
    type: 'string',
    value: 'id|path',
    help: 'postgres: keys are <id>/<path>, or the path alone, as Django expects (id)',
  },
  'strip-prefix': {
    type: 'string',
    value: 'text',
    help: 'postgres, with --keys path: a prefix to strip from paths',
  },
  'public-url': {
    type: 'string',
    value: 'template',
    help: "postgres: URLs for the rows, https://media.example.com/{key} (the bucket's own)",
  },
  'index-urls': {
    type: 'boolean',
    help: 'postgres: index the column of new URLs, while the table stays in use',
  },
  root: { type: 'string', value: 'folder|url', help: 'postgres: the base of those paths' },
} as const satisfies Options;

const keyOptions = (values: Values) => {
  const keys = oneOf(values, 'keys', ['id', 'path']);
  const [stripPrefix, publicUrl] = [textOf(values, 'strip-prefix'), textOf(values, 'public-url')];
  if (stripPrefix !== undefined && keys !== 'path')
    throw new CommandProblem('--strip-prefix goes with --keys path.');
  if (publicUrl !== undefined && !publicUrl.includes('{key}'))
    throw new CommandProblem('--public-url must say where the key stands: {key}.');
  return {
    ...(keys !== undefined && { keys }),
    ...(stripPrefix !== undefined && { stripPrefix }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(values['index-urls'] === true && { indexUrls: true }),
  };
};

const detailColumns = (values: Values) => {
  const [ownerColumn, partnerColumn, typeColumn, expiryColumn] = [
    textOf(values, 'owner-column'),
    textOf(values, 'partner-column'),
    textOf(values, 'type-column'),
    textOf(values, 'expiry-column'),
  ];
  return {
    ...(ownerColumn !== undefined && { ownerColumn }),
    ...(partnerColumn !== undefined && { partnerColumn }),
    ...(typeColumn !== undefined && { typeColumn }),
    ...(expiryColumn !== undefined && { expiryColumn }),
  };
};

/** The columns that say more of a row's files. */
export const detailColumnsOf = ({
  ownerColumn,
  partnerColumn,
  typeColumn,
}: SourcePlanOf<'sql'>['options']): DetailColumns => ({
  ...(ownerColumn !== undefined && { owner: ownerColumn }),
  ...(partnerColumn !== undefined && { partner: partnerColumn }),
  ...(typeColumn !== undefined && { type: typeColumn }),
});

/** The columns that say where files are named, and until when they are wanted. */
export const fileColumnOf = ({
  table,
  id,
  column,
  expiryColumn,
}: SourcePlanOf<'sql'>['options']): FileColumnNames => ({
  ...{ table, id, column },
  ...(expiryColumn !== undefined && { expiry: expiryColumn }),
});

/** The rows of a PostgreSQL table. Its password is in no record. */
export const sql: SourceEntry<'sql'> = {
  example: 'postgres://…',
  recognizes: (operand) => /^postgres(ql)?:\/\//i.test(operand),
  options,
  plan: (operand, values) => {
    const url = recordedUrl(operand);
    const required = (name: string): string => requiredOption(values, name, 'postgres');
    const [table, column, root] = [required('table'), required('column'), required('root')];
    const own = isWeb(root) ? [webAddress('--root', root).host] : [];
    return {
      kind: 'sql',
      description: `${url} ${table}.${column}`,
      options: {
        url,
        table,
        column,
        id: textOf(values, 'id') ?? 'id',
        root: isWeb(root) ? root : path.resolve(root),
        ...detailColumns(values),
        ...keyOptions(values),
        ...allowedHosts(own, values),
      },
    };
  },
  open: async (plan, secrets) => {
    const { url, root, keys, stripPrefix = '' } = plan.source.options;
    const { SqlSource } = await import('../../../adapters/bulk/sources/sql.ts');
    const policy = httpPolicyOf(plan.source.options, plan, root);
    const web = policy ? { http: policy } : {};
    return new SqlSource({
      url: databaseUrl(url, secrets),
      patience: secrets.patience,
      ...fileColumnOf(plan.source.options),
      root,
      details: detailColumnsOf(plan.source.options),
      ...(keys === 'path' && { pathKeys: { stripPrefix } }),
      ...web,
    });
  },
  engineSettings: (plan) => {
    const { options } = plan.source;
    const policy = httpPolicyOf(options, plan, options.root);
    return policy ? { http: policy } : {};
  },
};
