import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import type { FileLimits } from '../../../core/bulk/model/file-limits.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf, textsOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import { byteSize, dateTime, timeSpan } from '../amounts.ts';

const linesOption = (what: string) =>
  ({
    type: 'string',
    multiple: true,
    value: 'file|-',
    help: `${what}, one per line, from a file or stdin`,
  }) as const;

/** Options that choose files, with rclone's meaning. */
export const selectionOptions = {
  include: {
    type: 'string',
    multiple: true,
    value: 'glob',
    help: 'only these paths, e.g. "2019/**.jpg"; repeatable',
  },
  exclude: {
    type: 'string',
    multiple: true,
    value: 'glob',
    help: 'not these paths, e.g. "private/**"; repeatable',
  },
  filter: {
    type: 'string',
    multiple: true,
    value: '+ glob|- glob',
    help: 'rules in order, the first that matches decides: "+ *.jpg", then "- *"',
  },
  'include-from': linesOption('patterns of --include'),
  'exclude-from': linesOption('patterns of --exclude'),
  'filter-from': linesOption('rules of --filter'),
  'ignore-case': {
    type: 'boolean',
    help: 'match patterns regardless of case: *.jpg takes A.JPG',
  },
  'files-from': {
    type: 'string',
    value: 'file|-',
    help: 'exactly these paths, one per line; the source is not listed',
  },
  'min-size': { type: 'string', value: 'size', help: 'at least this large: 100B, 10k, 1M, 2G' },
  'max-size': { type: 'string', value: 'size', help: 'at most this large' },
  'min-age': {
    type: 'string',
    value: 'age',
    help: 'modified before then: 30s, 2h, 7d, 2030-01-31',
  },
  'max-age': { type: 'string', value: 'age', help: 'modified since then' },
} as const satisfies Options;

const stdin = '-';

type Selection = Pick<
  BatchPlan,
  'include' | 'exclude' | 'filter' | 'ignoreCase' | 'limits' | 'filesFrom'
>;

/** The selection in a command line. Throws `CommandProblem`. */
export const selectionPlan = (values: Values): Selection => {
  assertOneStdin(values);
  const include = [...textsOf(values, 'include'), ...linesOf(values, 'include-from')];
  const exclude = [...textsOf(values, 'exclude'), ...linesOf(values, 'exclude-from')];
  const filter = [...textsOf(values, 'filter'), ...linesOf(values, 'filter-from')];
  if (filter.length > 0 && include.length + exclude.length > 0)
    throw new CommandProblem(
      '--filter has an order, --include and --exclude have none: write all of them as --filter.',
    );
  const limits = limitsOf(values);
  const list = filesFrom(values);
  return {
    include,
    exclude,
    ...(filter.length > 0 && { filter }),
    ...(values['ignore-case'] === true && { ignoreCase: true }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(list && { filesFrom: list }),
  };
};

const assertOneStdin = (values: Values): void => {
  const wanted = Object.keys(selectionOptions).filter(
    (option) => option.endsWith('-from') && textsOf(values, option).includes(stdin),
  );
  if (wanted.length > 1)
    throw new CommandProblem(
      `Only one of ${wanted.map((one) => `--${one}`).join(', ')} can read -.`,
    );
};

/** The lines of files, without empty ones and remarks. */
const linesOf = (values: Values, option: string): string[] =>
  textsOf(values, option)
    .flatMap((file) => read(option, file).toString().split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line));

const read = (option: string, file: string): Buffer => {
  try {
    return readFileSync(file === stdin ? 0 : file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandProblem(`--${option} ${file} cannot be read (${code}).`);
  }
};

const limitsOf = (values: Values): FileLimits => {
  const now = new Date();
  const [minSizeBytes, maxSizeBytes] = [sizeOf(values, 'min-size'), sizeOf(values, 'max-size')];
  const [modifiedBefore, modifiedAfter] = [
    timeOf(values, 'min-age', now),
    timeOf(values, 'max-age', now),
  ];
  return {
    ...(minSizeBytes !== undefined && { minSizeBytes }),
    ...(maxSizeBytes !== undefined && { maxSizeBytes }),
    ...(modifiedAfter !== undefined && { modifiedAfter }),
    ...(modifiedBefore !== undefined && { modifiedBefore }),
  };
};

const sizeOf = (values: Values, option: string): number | undefined => {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const bytes = byteSize(text);
  if (bytes === undefined)
    throw new CommandProblem(
      `--${option} must be a size such as 100B, 10k or 1.5G, not '${text}'.`,
    );
  return bytes;
};

/** The time an age means now, so that a resume takes the same files. */
const timeOf = (values: Values, option: string, now: Date): string | undefined => {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const span = timeSpan(text);
  if (span !== undefined) return new Date(now.getTime() - span).toISOString();
  const date = dateTime(text);
  if (date === undefined)
    throw new CommandProblem(
      `--${option} must be an age such as 30s, 2h or 7d, or a date, not '${text}'.`,
    );
  return date.toISOString();
};

/** The list stays bytes, because a path on disk need not be UTF-8. */
const filesFrom = (values: Values): BatchPlan['filesFrom'] => {
  const named = textOf(values, 'files-from');
  if (named === undefined) return undefined;
  const list = read('files-from', named);
  const sha256 = createHash('sha256').update(list).digest('hex');
  return { file: named === stdin ? keptList(list, sha256) : path.resolve(named), sha256 };
};

/** A list from stdin is kept beside the journal, because a resume reads it again. */
const keptList = (list: Buffer, sha256: string): string => {
  const file = path.resolve('.keepsake', `files-${sha256.slice(0, 16)}.txt`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, list, { mode: 0o600 });
  return file;
};
