import type { Construct } from 'constructs';
import type { Grant } from './grants.ts';
import { type FunctionDefaults, NodeFunction } from './node-function.ts';

type MakeFunction = (name: string, ...grants: Grant[]) => NodeFunction;

// Lambda's own limit: a 5 GiB video is copied in parts within it, and an interrupted copy is
// resumed by the retry.
const longestSeconds = 900;

/**
 * The two kinds of functions that workflows call: `quick` ones touch records, `long` ones touch
 * files.
 */
export const stepFunctions = (
  scope: Construct,
  defaults: FunctionDefaults,
): { quick: MakeFunction; long: MakeFunction } => ({
  quick: (name, ...grants) =>
    new NodeFunction(scope, name, { defaults, grants, timeoutSeconds: 30 }),
  long: (name, ...grants) =>
    new NodeFunction(scope, name, {
      defaults,
      grants,
      timeoutSeconds: longestSeconds,
      memoryMiB: 1024,
    }),
});
