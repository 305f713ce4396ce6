import {
  DescribeStateMachineCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** One state an execution entered. */
type Step = { id: string; name: string; at: Date };

/** The steps of an order's executions so far. */
export type Executions = { steps: Step[]; running: boolean };

type State = { Type: string; Resource?: string; ItemProcessor?: { States: Record<string, State> } };

/** Returns a reader of the steps of an order's executions, named after the order's id. */
export const executionReader = async (
  client: SFNClient,
  stateMachineArn: string,
): Promise<(orderId: string) => Promise<Executions>> => {
  const { definition = '{}' } = await client.send(
    new DescribeStateMachineCommand({ stateMachineArn }),
  );
  const tasks = innerTasks((JSON.parse(definition) as { States: Record<string, State> }).States);
  return async (orderId) => {
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 50 }),
    );
    const own = executions.filter(({ name }) => name?.startsWith(orderId)).reverse();
    const steps = await Promise.all(
      own.map(({ executionArn = '' }) => stepsOf(client, executionArn, tasks)),
    );
    return { steps: steps.flat(), running: own.some(({ status }) => status === 'RUNNING') };
  };
};

/** Names of the tasks inside Map states by the resource they call. */
const innerTasks = (states: Record<string, State>, inside = false): Map<string, string> => {
  const names = new Map<string, string>();
  for (const [name, { Resource: resource, ItemProcessor: processor }] of Object.entries(states)) {
    if (inside && resource) names.set(resource, name);
    for (const [key, value] of innerTasks(processor?.States ?? {}, true)) names.set(key, value);
  }
  return names;
};

const stepsOf = async (
  client: SFNClient,
  executionArn: string,
  tasks: ReadonlyMap<string, string>,
): Promise<Step[]> => {
  const steps: Step[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
    for (const event of events) {
      const name = nameOf(event, tasks);
      if (name && steps.at(-1)?.name !== name)
        steps.push({ id: `${executionArn}#${event.id}`, name, at: event.timestamp ?? new Date() });
    }
  }
  return steps;
};

// The emulator's history has no StateEntered event inside a Map, only the task's own: its resource
// says which state it is.
const nameOf = (event: HistoryEvent, tasks: ReadonlyMap<string, string>): string | undefined => {
  const task = event.taskScheduledEventDetails?.resource;
  return event.stateEnteredEventDetails?.name ?? (task === undefined ? task : tasks.get(task));
};
