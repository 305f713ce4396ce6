import { stackOutputs } from '../../adapters/aws/stacks.ts';
import { createOperatorClient, type OperatorClient } from '../../client/operator/operator.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { noStage, stageAccess } from '../open-stage.ts';
import { textOf } from '../option-values.ts';
import type { Options, Values } from '../options.ts';
import type { Settings } from '../settings.ts';

/** Options of every verb that speaks to the API. */
export const apiOptions = {
  token: {
    type: 'string',
    value: 'token',
    help: "operator's access token (KEEPSAKE_TOKEN; --local brings its own)",
  },
} as const satisfies Options;

/** Opens the API of the stage that the settings name. Throws `CommandProblem`. */
export const openApi = async (settings: Settings, values: Values): Promise<OperatorClient> => {
  const token = tokenOf(values, settings);
  return createOperatorClient({ baseUrl: await addressOf(settings), token });
};

const tokenOf = (values: Values, { local }: Settings): string => {
  const token = textOf(values, 'token') ?? process.env.KEEPSAKE_TOKEN ?? local?.adminToken;
  if (token) return token;
  throw new CommandProblem(
    "No operator's token. Give one with --token or KEEPSAKE_TOKEN: an access token of a " +
      'member of the admin group (docs/deploying.md, Who signs in).',
  );
};

const addressOf = async (settings: Settings): Promise<string> => {
  const { local, stage } = settings;
  if (local) return local.apiUrl;
  if (stage === undefined) throw noStage();
  const stack = `Keepsake-${stage}-Service`;
  const url = (await stackOutputs(await stageAccess(settings), stack))?.apiUrl;
  if (url === undefined)
    throw new CommandProblem(
      `There is no stack ${stack} with an API here. Name another --stage or --region.`,
      exitCodes.missing,
    );
  return url.replace(/\/$/, '');
};
