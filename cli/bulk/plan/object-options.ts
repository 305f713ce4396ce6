import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { metadataChoices, type PropertyRule } from '../../../core/bulk/model/object-properties.ts';
import { CommandProblem } from '../../command-problem.ts';
import { numberOf, oneOf, textOf, textsOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';

/** Options about the objects that files become, at a destination of one's own (`--to`). */
export const objectOptions = {
  'strip-folders': {
    type: 'string',
    value: 'n',
    help: "with --to: keys leave out a path's first n folders; 2 for Rails' ActiveStorage",
  },
  set: {
    type: 'string',
    multiple: true,
    value: '[glob] header: value',
    help: 'with --to: a header of the objects, e.g. "*.js Cache-Control: max-age=60"',
  },
  metadata: {
    type: 'string',
    value: 'all|no-tags|none',
    help: 'with --to: what to keep of sources: headers, metadata, tags, modification time (all)',
  },
  'storage-class': { type: 'string', value: 'name', help: 'with --to: S3 storage class' },
  sse: {
    type: 'string',
    value: 'AES256|aws:kms|aws:kms:dsse',
    help: "with --to: encryption at rest (the bucket's own)",
  },
  'sse-kms-key-id': { type: 'string', value: 'id', help: 'with --to: the KMS key' },
} as const satisfies Options;

const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;

/** The keys and properties of objects in a command line. Throws `CommandProblem`. */
export const objectPlan = (
  values: Values,
): Pick<BatchPlan, 'set' | 'metadata' | 'stripFolders'> => {
  const set = [...encryption(values), ...textsOf(values, 'set').map(ruleOf)];
  const metadata = oneOf(values, 'metadata', metadataChoices);
  return {
    ...folders(values),
    ...(set.length > 0 && { set }),
    ...(metadata !== undefined && { metadata }),
  };
};

const encryption = (values: Values): PropertyRule[] => {
  const [sse, keyId] = [oneOf(values, 'sse', algorithms), textOf(values, 'sse-kms-key-id')];
  if (keyId !== undefined && !sse?.startsWith('aws:kms'))
    throw new CommandProblem('--sse-kms-key-id goes with --sse aws:kms.');
  const name = 'x-amz-server-side-encryption';
  return [
    ...(sse === undefined ? [] : [{ name, value: sse }]),
    ...(keyId === undefined ? [] : [{ name: `${name}-aws-kms-key-id`, value: keyId }]),
  ];
};

/** `Cache-Control: no-cache`, or `*.js Cache-Control: no-cache` for what the glob matches. */
const ruleOf = (text: string): PropertyRule => {
  const header = /^([A-Za-z][\w-]*):\s*(.*)$/;
  const plain = header.exec(text);
  const [, glob, rest = ''] = plain ? [] : (/^(.+?) ([A-Za-z][\w-]*:.*)$/.exec(text) ?? []);
  const [, name, value] = plain ?? header.exec(rest) ?? [];
  if (name === undefined || value === undefined)
    throw new CommandProblem(
      `--set '${text}' is not 'Header: value' or 'glob Header: value', such as ` +
        "'*.js Cache-Control: max-age=60'.",
    );
  return { ...(glob !== undefined && { glob }), name: name.toLowerCase(), value };
};

/** Two paths may get one key: overwriting would lose one of them, and shards cannot tell them. */
const folders = (values: Values): Pick<BatchPlan, 'stripFolders'> => {
  const stripFolders = numberOf(values, 'strip-folders', 1);
  if (stripFolders === undefined) return {};
  if (values['on-conflict'] === 'overwrite' || values.shard !== undefined)
    throw new CommandProblem(
      '--strip-folders goes neither with --on-conflict overwrite nor with --shard.',
    );
  return { stripFolders };
};
