import { describe, expect, it } from '@jest/globals';
import { finalErrors } from '../../../core/errors.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

type State = {
  Type: string;
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Resource?: string;
  TimeoutSeconds?: number;
  ResultPath?: string | null;
  Retry?: {
    ErrorEquals: string[];
    MaxAttempts: number;
    JitterStrategy?: string;
    IntervalSeconds?: number;
    BackoffRate?: number;
    MaxDelaySeconds?: number;
  }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: string | null }[];
  ItemProcessor?: Definition;
  ItemsPath?: string;
  MaxConcurrency?: number;
  Parameters?: Record<string, unknown>;
};
type Definition = { StartAt: string; States: Record<string, State> };

const { service } = templatesOf();
const [, machine] =
  propertiesOf(service, 'AWS::StepFunctions::StateMachine').find(([id]) =>
    id.startsWith('OrderMigration'),
  ) ?? [];
const definition: Definition & { TimeoutSeconds: number } = JSON.parse(
  flatten(machine.DefinitionString),
);

const allStates = ({ States }: Definition): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? allStates(state.ItemProcessor) : []),
  ]);

const states = new Map(allStates(definition));
const state = (name: string): State => states.get(name) ?? { Type: 'missing' };
const tasks = [...states].filter(([, { Type }]) => Type === 'Task');

/** States entered when nothing fails, with one chunk. */
const happyPath = ({ StartAt, States }: Definition): string[] => {
  const visited: string[] = [];
  for (let name: string | undefined = StartAt; name; name = States[name]?.Next) {
    const processor = States[name]?.ItemProcessor;
    visited.push(name, ...(processor ? happyPath(processor) : []));
  }
  return visited;
};

const catchOf = (name: string) =>
  state(name).Catch?.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next]) ?? [];

describe('the happy path', () => {
  it('is six states for an order of up to 25 files', () => {
    expect(happyPath(definition)).toEqual([
      'Claim order',
      'Migrate each chunk',
      'Copy files',
      'Verify files',
      'Commit order',
      'Announce completion',
    ]);
  });

  it('decides nothing: no Choice on it', () => {
    expect(happyPath(definition).map((name) => state(name).Type)).not.toContain('Choice');
  });

  it('runs ten chunks at a time and keeps the order as its state', () => {
    expect(state('Migrate each chunk')).toMatchObject({
      ItemsPath: '$.chunks',
      MaxConcurrency: 10,
      ResultPath: null,
    });
    for (const name of ['Copy files', 'Verify files', 'Commit order'])
      expect(state(name).ResultPath).toBeNull();
  });
});

describe('every task', () => {
  it.each(tasks)('%s has a time-out', (_, { TimeoutSeconds }) => {
    expect(TimeoutSeconds).toBeGreaterThan(0);
  });

  it.each(tasks)(
    '%s does not retry what the domain decided, and retries everything else with jitter',
    (_, { Retry = [] }) => {
      const [final, rest] = Retry.slice(-2);
      expect(final).toEqual({ ErrorEquals: [...finalErrors], MaxAttempts: 0 });
      expect(rest).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
      expect(rest?.MaxAttempts).toBeGreaterThanOrEqual(5);
    },
  );

  it.each(tasks.filter(([, { Resource = '' }]) => Resource.startsWith('<Steps')))(
    '%s waits an hour for room in the account before that counts as a failure',
    (_, { Retry = [] }) => {
      const [room] = Retry;
      expect(room?.ErrorEquals).toEqual(['Lambda.TooManyRequestsException']);
      const {
        IntervalSeconds = 0,
        BackoffRate = 0,
        MaxDelaySeconds = 0,
        MaxAttempts = 0,
      } = room ?? {};
      const waits = Array.from({ length: MaxAttempts }, (_wait, tried) =>
        Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds),
      );
      const seconds = waits.reduce((sum, wait) => sum + wait, 0);
      expect(seconds).toBeGreaterThan(3_600);
      expect(seconds).toBeLessThan(3_800);
    },
  );

  it('waits a little longer than its function may run', () => {
    const limits = new Map(
      [...functionsOf(service)].map(([name, { Timeout }]) => [name.replaceAll('-', ''), Timeout]),
    );
    const steps = tasks.filter(([, { Resource = '' }]) => Resource.startsWith('<Steps'));
    expect(steps.map(([, { TimeoutSeconds }]) => TimeoutSeconds)).toEqual(
      steps.map(
        ([, { Resource = '' }]) =>
          limits.get(Resource.replace(/^<Steps(\w+)Function>$/, '$1')) + 10,
      ),
    );
  });
});

describe('when something fails', () => {
  it.each(['Claim order', 'Migrate each chunk', 'Commit order'])(
    '%s leads to compensation, with the error beside the order',
    (name) => {
      expect(state(name).Catch).toEqual([
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Begin compensation' },
      ]);
    },
  );

  it.each([
    ['Copy files', 'Leave the chunk unfinished'],
    ['Verify files', 'Leave the chunk unfinished'],
    ['Remove our copies', 'Note what could not be removed'],
    ['Undo each chunk', 'Fail order'],
    ['Announce completion', 'Leave the announcement to the reconciler'],
    ['Request another attempt', 'Leave the announcement to the reconciler'],
    ['Announce failure', 'Alert the operators'],
    ['Alert the operators', 'Operators not alerted'],
  ])('%s -> %s', (name, next) => {
    expect(catchOf(name)).toEqual([['States.ALL', next]]);
  });

  it.each(['Begin compensation', 'Fail order'])(
    '%s has no Catch: the watcher takes over',
    (name) => {
      expect(catchOf(name)).toEqual([]);
    },
  );

  it('undoes, leaves alone or announces, as the compensation decides', () => {
    expect(state('What is there to undo?')).toMatchObject({
      Choices: [
        {
          Variable: '$.compensation.decision',
          StringEquals: 'committed',
          Next: 'Announce completion',
        },
        {
          Variable: '$.compensation.decision',
          StringEquals: 'superseded',
          Next: 'Leave the order alone',
        },
      ],
      Default: 'Undo each chunk',
    });
    expect(state('Begin compensation').ResultPath).toBe('$.compensation');
    expect(state('Undo each chunk')).toMatchObject({
      ItemsPath: '$.compensation.chunks',
      ResultPath: null,
      Next: 'Fail order',
    });
  });

  it('tries another attempt, or announces the failure and alerts', () => {
    expect(state('Fail order')).toMatchObject({
      ResultPath: '$.failure',
      Next: 'Is another attempt due?',
    });
    expect(state('Is another attempt due?')).toMatchObject({
      Choices: [
        { Variable: '$.failure.decision', StringEquals: 'retry', Next: 'Request another attempt' },
      ],
      Default: 'Announce failure',
    });
    expect(state('Request another attempt').Next).toBe('Handed over to another attempt');
    expect(state('Order migration failed')).toEqual({
      Type: 'Fail',
      Error: 'OrderMigrationFailed',
    });
  });

  it('alerts with the prepared alert and nothing else', () => {
    expect(state('Alert the operators').Parameters).toEqual({
      TopicArn: '<AlertsTopic>',
      'Message.$': 'States.JsonToString($.failure.alert)',
      Subject: 'Keepsake: an order migration failed',
    });
  });

  it('reaches no state that does not exist, and leaves none unreachable', () => {
    const follow = ({ Next, Default, Choices = [], Catch = [], ItemProcessor }: State) =>
      [
        Next,
        Default,
        ItemProcessor?.StartAt,
        ...[...Choices, ...Catch].map(({ Next: next }) => next),
      ].filter((name) => name !== undefined);
    const reached = new Set([definition.StartAt, ...[...states.values()].flatMap(follow)]);
    expect([...reached].sort()).toEqual([...states.keys()].sort());
  });
});

describe('the machine', () => {
  it('is a standard workflow that ends within twelve hours', () => {
    expect(machine.StateMachineType).toBe('STANDARD');
    expect(definition.TimeoutSeconds).toBe(12 * 3600);
  });

  it('logs every event without execution data, and is traced', () => {
    expect(machine.LoggingConfiguration).toMatchObject({
      Level: 'ALL',
      IncludeExecutionData: false,
    });
    expect(machine.TracingConfiguration).toEqual({ Enabled: true });
  });
});
