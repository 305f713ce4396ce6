import {
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { ComingCall } from '../local/emulator/https-front.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { awsAt } from '../local/signed-fetch.ts';
import { shortSeconds } from './meet-emulator.ts';

/** Holds the copies of orders' files back from `hold` to `release`. */
export const holdCopies = () => {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHolding = false;
  return {
    beforeCall: async (call: ComingCall): Promise<void> => {
      if (!isHolding || !isCopy(call)) return;
      held.resolve();
      await released.promise;
    },
    hold: () => {
      isHolding = true;
    },
    whenHeld: held.promise,
    release: () => {
      isHolding = false;
      released.resolve();
    },
  };
};

const isCopy = ({ method, headers }: ComingCall): boolean =>
  method === 'PUT' && headers['x-amz-copy-source'] !== undefined;

export type Copies = ReturnType<typeof holdCopies>;

/** Gives `copy-files` of the deployed version the time limit of `meetEmulator`. */
export const shortenCopies = async (endpoint: string): Promise<void> => {
  const lambda = new LambdaClient(awsAt(endpoint));
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    const names = Functions.flatMap(({ FunctionName }) => FunctionName ?? []);
    const FunctionName = names.find((name) => /copyfiles/i.test(name.replaceAll('-', '')));
    if (FunctionName === undefined) continue;
    const change = { FunctionName, Timeout: shortSeconds };
    await lambda.send(new UpdateFunctionConfigurationCommand(change));
    return;
  }
  throw new LocalProblem('No function copies the files of orders.');
};
