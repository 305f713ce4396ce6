import { everyEntry, type OperatorClient, type Upload } from '../../../client/operator/operator.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Options } from '../../options.ts';
import { nestedText } from '../nested-text.ts';
import { apiOptions, openApi } from '../operator-api.ts';

const options = {
  ...apiOptions,
  owner: { type: 'string', value: 'id', help: 'list: uploads of this owner' },
  category: { type: 'string', value: 'name', help: 'list: uploads of this category' },
} as const satisfies Options;

const lineOf = ({ uploadId, status, category, sizeBytes, fileName }: Upload): string =>
  `${uploadId}  ${status.padEnd(11)}  ${category}  ${sizeBytes} bytes  ${JSON.stringify(fileName)}`;

const list = async (api: OperatorClient, { values, output }: Context): Promise<void> => {
  const [ownerId, category] = [textOf(values, 'owner'), textOf(values, 'category')];
  const query = {
    limit: 100,
    ...(ownerId !== undefined && { ownerId }),
    ...(category !== undefined && { category }),
  };
  for await (const upload of everyEntry('uploads', api.uploads.list, query))
    await output.result(lineOf(upload), upload);
};

const uploadIn = ({ positionals }: Context): string => operandOf(positionals.slice(1), 'upload');

const show = async (api: OperatorClient, context: Context): Promise<void> => {
  const upload = await api.uploads.get(uploadIn(context));
  await context.output.result(nestedText(upload), upload);
};

const keep = async (api: OperatorClient, context: Context): Promise<void> => {
  const upload = await api.uploads.promote(uploadIn(context));
  await context.output.result(lineOf(upload), upload);
};

const erase = async (api: OperatorClient, context: Context): Promise<void> => {
  const uploadId = uploadIn(context);
  await api.uploads.erase(uploadId);
  await context.output.result(`${uploadId} erased`, { uploadId, erased: true });
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

const acts = { list, erased: listErased, show, keep, erase };

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
    const act = acts[context.positionals[0] as keyof typeof acts];
    if (act !== list && act !== listErased) uploadIn(context);
    await act(await openApi(context.settings, context.values), context);
    return exitCodes.done;
  },
};
