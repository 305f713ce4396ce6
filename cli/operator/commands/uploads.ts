import {
  everyEntry,
  type Hold,
  type OperatorClient,
  type Upload,
  type UploadListQuery,
} from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import type { Output } from '../../output.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const options = {
  ...apiOptions,
  owner: { type: 'string', value: 'id', help: 'list: uploads of this owner' },
  category: { type: 'string', value: 'name', help: 'list: uploads of this category' },
  status: { type: 'string', value: 'status', help: 'list: uploads in this status' },
  path: { type: 'string', value: 'path', help: 'list: uploads from this path of an older system' },
  reason: { type: 'string', value: 'text', help: 'hold, overrule: why, for later readers' },
  until: {
    type: 'string',
    value: 'time',
    help: 'hold: its end, ISO 8601; by default until released',
  },
} as const satisfies Options;

const lineOf = ({ uploadId, status, category, sizeBytes, fileName }: Upload): string =>
  `${uploadId}  ${status.padEnd(11)}  ${category}  ${sizeBytes} bytes  ${JSON.stringify(fileName)}`;

const list = async (api: OperatorClient, { values, output }: Context): Promise<void> => {
  const query = {
    limit: 100,
    ownerId: textOf(values, 'owner'),
    category: textOf(values, 'category'),
    status: textOf(values, 'status') as UploadListQuery['status'],
    legacyPath: textOf(values, 'path'),
  };
  for await (const upload of everyEntry('uploads', api.uploads.list, query))
    await output.result(lineOf(upload), upload);
};

const listErased = async (api: OperatorClient, { output }: Context): Promise<void> => {
  for await (const erasure of everyEntry('erasures', api.erasures, { limit: 100 })) {
    const { ownerId, erasedAt, erasedBy } = erasure;
    const what =
      'uploadId' in erasure
        ? `${erasure.uploadId} of ${ownerId}  ${erasure.bytes} bytes`
        : `${erasure.recordId} of ${ownerId}  ${erasure.kind}`;
    await output.result(`${erasedAt}  ${what}  by ${erasedBy}`, erasure);
  }
};

type Act = (api: OperatorClient, context: Context) => Promise<void>;

/** An act on one upload. Reads the id first: no request is made without one. */
const about =
  (act: (api: OperatorClient, uploadId: string, output: Output) => Promise<void>) =>
  ({ positionals }: Context): Act => {
    const uploadId = operandOf(positionals.slice(1), 'upload');
    return (api, { output }) => act(api, uploadId, output);
  };

const show = about(async (api, uploadId, output) => {
  const upload = await api.uploads.get(uploadId);
  await output.result(nestedLines(upload), upload);
});

const keep = about(async (api, uploadId, output) => {
  const upload = await api.uploads.promote(uploadId);
  await output.result(lineOf(upload), upload);
});

const erase = about(async (api, uploadId, output) => {
  await api.uploads.erase(uploadId);
  await output.result(`${uploadId} erased`, { uploadId, erased: true });
});

const holdText = ({ uploadId, ownerId, until, reason, erasureRequestedAt }: Hold): string =>
  `${uploadId} of ${ownerId}  until ${until ?? 'released'}  ${JSON.stringify(reason)}` +
  (erasureRequestedAt === undefined ? '' : `  erasure requested at ${erasureRequestedAt}`);

const endIn = (until: string | undefined): { until?: string } => {
  if (until === undefined) return {};
  const end = new Date(until);
  if (Number.isNaN(end.getTime()))
    throw new CommandProblem(`--until takes a time, e.g. 2031-01-01, not ${until}.`);
  return { until: end.toISOString() };
};

const reasonIn = (values: Context['values']): string => {
  const reason = textOf(values, 'reason');
  if (reason === undefined) throw new CommandProblem('Say why: --reason <text>.');
  return reason;
};

const hold = ({ positionals, values }: Context): Act => {
  const uploadId = operandOf(positionals.slice(1), 'upload');
  const reason = reasonIn(values);
  const end = endIn(textOf(values, 'until'));
  return async (api, { output }) => {
    const held = await api.uploads.hold(uploadId, { reason, ...end });
    await output.result(holdText(held), held);
  };
};

const overrule = ({ positionals, values }: Context): Act => {
  const uploadId = operandOf(positionals.slice(1), 'upload');
  const reason = reasonIn(values);
  return async (api, { output }) => {
    const upload = await api.uploads.overrule(uploadId, { reason });
    await output.result(lineOf(upload), upload);
  };
};

const release = about(async (api, uploadId, output) => {
  await api.uploads.release(uploadId);
  await output.result(`${uploadId} released`, { uploadId, released: true });
});

const listHeld = async (api: OperatorClient, { output }: Context): Promise<void> => {
  const { holds, more } = await api.uploads.held();
  for (const one of holds) await output.result(holdText(one), one);
  if (more) output.say('There are more than these 1,000.');
};

const acts = {
  list: () => list,
  erased: () => listErased,
  held: () => listHeld,
  show,
  keep,
  erase,
  hold,
  release,
  overrule,
};

/** `keepsake uploads`. */
export const command: Command = {
  summary:
    'list uploads, erasures and holds; show, keep or erase an upload, protect it from removal, ' +
    'or overrule a scan',
  operands: 'list|erased|held|show|keep|erase|hold|release|overrule [<upload>]',
  words: Object.keys(acts),
  examples: [
    'keepsake uploads list --owner usr_1 --stage prod',
    'keepsake uploads show upl_1 --stage prod',
  ],
  options,
  run: async (context) => {
    const act = acts[context.positionals[0] as keyof typeof acts](context);
    await act(await openApi(context.settings, context.values), context);
    return exitCodes.done;
  },
};
