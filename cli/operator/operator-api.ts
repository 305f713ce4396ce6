import { stackOutputs } from '../../adapters/aws/stacks.ts';
import { TransientFault } from '../../core/errors.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { stageAccess } from '../open-stage.ts';
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

/** The API of the stage, as an operator. */
export type OperatorApi = {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: object): Promise<Answer>;
};

const timeoutMs = 35_000;

const byStatus: Readonly<Record<number, number>> = {
  400: exitCodes.usage,
  401: exitCodes.refused,
  403: exitCodes.refused,
  404: exitCodes.missing,
  409: exitCodes.refused,
  410: exitCodes.missing,
  429: exitCodes.transient,
  503: exitCodes.transient,
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
  if (stage === undefined)
    throw new CommandProblem('Name a stage: --stage <name>, KEEPSAKE_STAGE or --local.');
  const stack = `Keepsake-${stage}-Service`;
  const url = (await stackOutputs(await stageAccess(settings), stack))?.apiUrl;
  if (url === undefined)
    throw new CommandProblem(
      `There is no stack ${stack} with an API here. Name another --stage or --region.`,
      exitCodes.missing,
    );
  return url.replace(/\/$/, '');
};

const hintOf = (status: number): string =>
  status === 401 || status === 403
    ? ' The token must be a current access token of a member of the admin group; it lasts an hour.'
    : '';

const refusal = async (answer: Response): Promise<CommandProblem> => {
  const { title, detail } = await answer.json().then(
    (body) => body as { title?: string; detail?: string },
    () => ({ title: undefined, detail: undefined }),
  );
  const what = detail ?? title ?? `The API answered ${answer.status}.`;
  return new CommandProblem(
    `${what}${hintOf(answer.status)}`,
    byStatus[answer.status] ?? exitCodes.unexpected,
  );
};

/** Opens the API of the stage that the settings name. Throws `CommandProblem`. */
export const openApi = async (settings: Settings, values: Values): Promise<OperatorApi> => {
  const authorization = `Bearer ${tokenOf(values, settings)}`;
  const address = await addressOf(settings);
  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const request = {
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body) }),
    };
    const answer = await fetch(`${address}${path}`, request).catch((cause: unknown) => {
      throw new TransientFault(
        'The API did not answer. Look whether the stage is up, and try again.',
        { cause },
      );
    });
    if (!answer.ok) throw await refusal(answer);
    return (await answer.json()) as Answer;
  };
  return { get: (path) => ask('GET', path), post: (path, body) => ask('POST', path, body) };
};

/** Every order an operator finds under a status, page by page. */
export async function* ordersIn<Order>(api: OperatorApi, status: string): AsyncGenerator<Order> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      status,
      limit: '100',
      ...(cursor !== undefined && { cursor }),
    });
    const page: { orders: Order[]; cursor?: string } = await api.get(`/orders?${query}`);
    yield* page.orders;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
