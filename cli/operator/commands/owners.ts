import path from 'node:path';
import type { OperatorClient } from '../../../client/operator/operator.ts';
import { userOwner } from '../../../core/sessions/model/owners.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { operandOf, textOf } from '../../option-values.ts';
import type { Values } from '../../options.ts';
import { eraseOwner } from '../erase-owner.ts';
import { nestedLines } from '../nested-lines.ts';
import { apiOptions, openApi } from '../operator-api.ts';
import {
  type Narrowing,
  pairsOf,
  type Unclear,
  uploadsOf,
  type WantedOwner,
} from '../wanted-owners.ts';

/** Changes that the API takes in one request. */
const atOnce = 100;

const narrowingOf = (values: Values): Narrowing =>
  Object.fromEntries(
    [
      ['ownerId', textOf(values, 'owned-by')],
      ['category', textOf(values, 'category')],
    ].filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

type Wanted = { pairs: string } | { to: string };

/** Each way to say whose files become whose stands alone: two of them could disagree. */
const wantedIn = ({ positionals, values }: Context): Wanted => {
  const [pairs, to] = [textOf(values, 'pairs'), textOf(values, 'to')];
  const ways = [
    positionals.length > 0,
    pairs !== undefined,
    pairs === undefined && Object.keys(narrowingOf(values)).length > 0,
  ];
  if (ways.filter(Boolean).length !== 1)
    throw new CommandProblem(
      'Name uploads by id, or a --pairs file, or --owned-by and --category: one of them.',
    );
  if (pairs === undefined) {
    if (to === undefined) throw new CommandProblem('Name the new owner: --to <id>.');
    return { to };
  }
  if (to !== undefined)
    throw new CommandProblem('A --pairs file names the owners: leave out --to.');
  return { pairs };
};

async function* groupsOf(
  api: OperatorClient,
  wanted: Wanted,
  { positionals, values }: Context,
): AsyncGenerator<(WantedOwner | Unclear)[]> {
  if ('pairs' in wanted) {
    yield* pairsOf(api, path.resolve(wanted.pairs), narrowingOf(values));
    return;
  }
  const ids = positionals.length > 0 ? positionals : await uploadsOf(api, narrowingOf(values));
  const partnerId = textOf(values, 'partner');
  const owner = {
    ownerId: userOwner(wanted.to),
    ...(partnerId !== undefined && { partnerId }),
  };
  for (let start = 0; start < ids.length; start += atOnce)
    yield ids.slice(start, start + atOnce).map((uploadId) => ({ uploadId, ...owner }));
}

const handOver = async (context: Context): Promise<number> => {
  const wanted = wantedIn(context);
  const { values, settings, output } = context;
  const api = await openApi(settings, values);
  const dryRun = values.apply !== true;
  const total = { handedOver: 0, unchanged: 0, refused: 0, dryRun };
  const refuse = (named: string, reason: string): void => {
    total.refused += 1;
    output.say(`${named}: ${reason}`);
  };
  for await (const group of groupsOf(api, wanted, context)) {
    for (const one of group) if ('reason' in one) refuse(one.named, one.reason);
    const changes = group.filter((one): one is WantedOwner => 'uploadId' in one);
    if (changes.length === 0) continue;
    const answer = await api.uploads.handOver({ changes, dryRun });
    for (const { uploadId, reason } of answer.refused) refuse(uploadId, reason);
    total.handedOver += answer.handedOver;
    total.unchanged += answer.unchanged;
  }
  await output.result(nestedLines(total), total);
  if (dryRun) output.say('Nothing was changed. Do it with --apply.');
  return total.refused > 0 ? exitCodes.withErrors : exitCodes.done;
};

const showQuota = async ({ positionals, settings, values, output }: Context): Promise<number> => {
  const ownerId = userOwner(operandOf(positionals.slice(1), 'owner'));
  const quota = await (await openApi(settings, values)).quota(ownerId);
  await output.result(nestedLines(quota), quota);
  return exitCodes.done;
};

const acts = new Map([
  ['erase', eraseOwner],
  ['quota', showQuota],
]);

/** Any other first word is an upload's id. */
const run = (context: Context): Promise<number> =>
  (acts.get(String(context.positionals[0])) ?? handOver)(context);

/** `keepsake owners`. */
export const command: Command = {
  summary:
    'give uploads to other owners (by id, query or file of pairs), show an owner’s quota, or ' +
    'erase an owner; changes only with --apply',
  operands: '[<upload> …] | quota <owner> | erase <owner>',
  examples: [
    'keepsake owners upl_1 --to 42 --stage prod',
    'keepsake owners quota usr_42 --stage prod',
    'keepsake owners erase usr_42 --stage prod',
  ],
  options: {
    ...apiOptions,
    to: { type: 'string', value: 'id', help: "the new owner: a user's sub, or an owner's id" },
    partner: { type: 'string', value: 'id', help: 'with --to: the partner, too' },
    pairs: {
      type: 'string',
      value: 'file',
      help: 'a .csv or .jsonl with the columns path (old path or upload id), owner, partner',
    },
    'owned-by': { type: 'string', value: 'id', help: 'only uploads of this owner, e.g. legacy' },
    category: { type: 'string', value: 'name', help: 'only uploads of this category' },
    yes: { type: 'string', value: 'owner', help: 'erase: the id once more, with --apply' },
    apply: { type: 'boolean', help: 'do it; by default, only show what would change' },
  },
  run,
};
