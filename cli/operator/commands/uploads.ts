import {
  everyEntry,
  type OperatorClient,
  type Upload,
  type UploadListQuery,
} from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import type { Output } from '../../output.ts';
import { nestedText } from '../nested-text.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const options = {
  ...apiOptions,
  owner: { type: 'string', value: 'id', help: 'list: uploads of this owner' },
  category: { type: 'string', value: 'name', help: 'list: uploads of this category' },
  status: { type: 'string', value: 'status', help: 'list: uploads in this status' },
  path: { type: 'string', value: 'path', help: 'list: uploads from this path of an older system' },
} as const satisfies Options;

const lineOf = ({ uploadId, status, category, sizeBytes, fileName }: Upload): string =>
  `${uploadId}  ${status.padEnd(11)}  ${category}  ${sizeBytes} bytes  ${JSON.stringify(fileName)}`;

const list = async (api: OperatorClient, { values, output }: Context): Promise<void> => {
  const wanted = {
    ownerId: textOf(values, 'owner'),
    category: textOf(values, 'category'),
    status: textOf(values, 'status'),
    legacyPath: textOf(values, 'path'),
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const query: UploadListQuery = { limit: 100, ...Object.fromEntries(given) };
  for await (const upload of everyEntry('uploads', api.uploads.list, query))
    await output.result(lineOf(upload), upload);
};

const listErased = async (api: OperatorClient, { output }: Context): Promise<void> => {
  for await (const erasure of everyEntry('erasures', api.erasures, { limit: 100 })) {
    const { uploadId, ownerId, bytes, erasedAt, erasedBy } = erasure;
    await output.result(
      `${erasedAt}  ${uploadId} of ${ownerId}  ${bytes} bytes  by ${erasedBy}`,
      erasure,
    );
  }
};

type Act = (api: OperatorClient, context: Context) => Promise<void>;

/** An act on one upload. Its id is read first, so that nothing is asked without one. */
const about =
  (act: (api: OperatorClient, uploadId: string, output: Output) => Promise<void>) =>
  ({ positionals }: Context): Act => {
    const uploadId = operandOf(positionals.slice(1), 'upload');
    return (api, { output }) => act(api, uploadId, output);
  };

const show = about(async (api, uploadId, output) => {
  const upload = await api.uploads.get(uploadId);
  await output.result(nestedText(upload), upload);
});

const keep = about(async (api, uploadId, output) => {
  const upload = await api.uploads.promote(uploadId);
  await output.result(lineOf(upload), upload);
});

const erase = about(async (api, uploadId, output) => {
  await api.uploads.erase(uploadId);
  await output.result(`${uploadId} erased`, { uploadId, erased: true });
});

const acts = { list: () => list, erased: () => listErased, show, keep, erase };

/** `keepsake uploads`. */
export const command: Command = {
  summary: 'list uploads or what was erased, see one, keep one without an order, or erase it',
  operands: 'list|erased|show|keep|erase [<upload>]',
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
