import {
  type GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';

type State = { Type: string; Resource?: string; ItemProcessor?: { States: Record<string, State> } };

/** A state machine in Amazon States Language. */
export type Definition = { StartAt: string; States: Record<string, State> };

/**
 * State transitions in an execution's history: every state entered. The emulator writes no such
 * event inside a Map; there the task's own event stands for it (on the way forward a Map holds
 * nothing but tasks).
 */
export const transitionsIn = async (
  sfn: SFNClient,
  executionArn: string,
  definition: Definition,
): Promise<number> => {
  const inner = new Map(tasksInMaps(definition));
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn }, {
    executionArn,
  } satisfies GetExecutionHistoryCommand['input']))
    events.push(...(page.events ?? []));
  const entered = events.flatMap(
    ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? [],
  );
  const shown = new Set(entered);
  const hidden = events
    .flatMap(({ taskScheduledEventDetails }) => taskScheduledEventDetails?.resource ?? [])
    .flatMap((resource) => inner.get(resource) ?? []);
  return entered.length + hidden.filter((name) => !shown.has(name)).length;
};

const tasksInMaps = ({ States }: Pick<Definition, 'States'>, inside = false): [string, string][] =>
  Object.entries(States).flatMap(([name, { Resource, ItemProcessor }]) => [
    ...(inside && Resource ? [[Resource, name] as [string, string]] : []),
    ...(ItemProcessor ? tasksInMaps(ItemProcessor, true) : []),
  ]);

/**
 * State transitions of a definition, interpreted with steps that answer at once; `claim` is what
 * the first task answers.
 */
export const interpretedTransitions = async (
  definition: Definition,
  claim: object,
): Promise<number> => {
  const first = definition.StartAt;
  const handlers = Object.fromEntries(
    taskNames(definition).map((name) => [name, () => (name === first ? claim : {}) as never]),
  );
  const machine = new StateMachine(interpretable(definition), {
    validationOptions: { checkPaths: false, checkArn: false },
  });
  const { result, eventLogs } = machine.run(
    {},
    { overrides: { taskResourceLocalHandlers: handlers } },
  );
  let entered = 0;
  for await (const { type } of eventLogs) if (type === 'StateEntered') entered++;
  await result;
  return entered;
};

const taskNames = ({ States }: Pick<Definition, 'States'>): string[] =>
  Object.entries(States).flatMap(([name, { Type, ItemProcessor }]) => [
    ...(Type === 'Task' ? [name] : []),
    ...(ItemProcessor ? taskNames(ItemProcessor) : []),
  ]);

// The interpreter writes `$`, which is the default, into a property of that name.
const interpretable = (definition: Definition): StateMachineDefinition =>
  JSON.parse(JSON.stringify(definition), (key, value) =>
    key === 'ResultPath' && value === '$' ? undefined : value,
  );
