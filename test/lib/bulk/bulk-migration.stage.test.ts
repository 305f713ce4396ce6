import { describe, expect, it } from '@jest/globals';
import { bulkCopySeconds } from '../../../core/contract.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

// biome-ignore lint/suspicious/noExplicitAny: the shape of the definition is what these tests are about.
type State = any;

const config = { ...defaultConfig('dev'), bulk: { sourceBuckets: ['old-media'], concurrency: 7 } };
const { operators } = templatesOf(config);
const machines = propertiesOf(operators, 'AWS::StepFunctions::StateMachine');
const [, machine] = machines.find(([id]) => id.startsWith('BulkMigration')) ?? [];
const { StartAt, States }: { StartAt: string; States: Record<string, State> } = JSON.parse(
  flatten(machine.DefinitionString),
);
const allMaps = Object.entries(States).filter(([, { Type }]) => Type === 'Map');
const maps = allMaps.filter(([, { ItemReader }]) => ItemReader);
const tasks = [
  ...Object.values(States),
  ...allMaps.flatMap(([, { ItemProcessor }]) => Object.values<State>(ItemProcessor.States)),
].filter(({ Type }) => Type === 'Task');

describe('the Distributed Maps', () => {
  it('are one for each way to list objects', () => {
    expect(
      maps.map(([, { ItemReader }]) => [ItemReader.Resource, ItemReader.ReaderConfig?.InputType]),
    ).toEqual([
      ['arn:aws:states:::s3:listObjectsV2', undefined],
      ['arn:aws:states:::s3:getObject', 'CSV'],
      ['arn:aws:states:::s3:getObject', 'MANIFEST'],
    ]);
  });

  it.each(maps)(
    '%s: a hundred objects to an Express child, with who may work on the batch and what had failed before',
    (_name, { ItemProcessor, ItemBatcher }) => {
      expect(ItemProcessor.ProcessorConfig).toEqual({
        Mode: 'DISTRIBUTED',
        ExecutionType: 'EXPRESS',
      });
      const begun = { 'fence.$': '$.begun.fence', 'failedBefore.$': '$.begun.failedBefore' };
      expect(ItemBatcher).toEqual({
        MaxItemsPerBatch: 100,
        MaxInputBytesPerBatch: 204_800,
        BatchInput: { 'batchId.$': '$.batchId', ...begun },
      });
    },
  );

  it.each(maps)(
    '%s: leaves room in the 256 KiB of a state for what a task is told besides its objects',
    (_name, { ItemBatcher: { MaxInputBytesPerBatch } }) => {
      expect(MaxInputBytesPerBatch).toBeLessThan(0.8 * 256 * 1024);
    },
  );

  it.each(maps)('%s: as many children as configured', (_name, { MaxConcurrency }) => {
    expect(MaxConcurrency).toBe(7);
  });

  it.each(maps)(
    '%s: tolerates a child that keeps failing: Finish counts what is missing',
    (_name, { ToleratedFailurePercentage }) => {
      expect(ToleratedFailurePercentage).toBe(100);
    },
  );

  it.each(maps)(
    '%s: writes results beside the batch’s name, never into the history',
    (_name, { ResultWriter, Next }) => {
      expect(ResultWriter.Parameters['Prefix.$']).toBe(
        "States.Format('bulk-results/{}', $.batchId)",
      );
      expect(Next).toBe('Finish the batch');
    },
  );

  it.each(maps)('%s: gives the batch back when it cannot go on', (_name, { Catch }) => {
    expect(Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fail the batch' },
    ]);
  });
});

describe('a child of a Map', () => {
  const children = maps.map(([name, { ItemProcessor }]) => [name, ItemProcessor] as const);
  const taskOf = ({ StartAt: first, States: all }: State) => all[first];

  it.each(children)(
    '%s: begins with one call, which is told when the child began',
    (_name, child) => {
      expect(taskOf(child).Parameters).toEqual({
        'Items.$': '$.Items',
        'BatchInput.$': '$.BatchInput',
        'startedAt.$': '$$.State.EnteredTime',
      });
    },
  );

  it.each(children)(
    '%s: fails when objects are left, so that the batch is not taken for completed',
    (_name, { States: all, ...child }) => {
      const choice = all[taskOf({ States: all, ...child }).Next];
      expect(choice.Choices).toEqual([
        { Variable: '$.left', IsPresent: true, Next: expect.any(String) },
      ]);
      expect(all[choice.Choices[0].Next]).toEqual({ Type: 'Fail', Error: 'ObjectsLeft' });
      expect(all[choice.Default]).toEqual({ Type: 'Succeed' });
    },
  );

  it.each(children)(
    '%s: leaves the task to its own end before Express ends it after five minutes',
    (_name, child) => {
      const { Timeout } = functionsOf(operators).get('copy-objects') ?? {};
      expect(Timeout).toBeGreaterThan(bulkCopySeconds);
      expect(taskOf(child).TimeoutSeconds).toBeGreaterThan(Timeout);
      expect(taskOf(child).TimeoutSeconds).toBeLessThan(300);
    },
  );
});

describe('the bulk workflow', () => {
  it('asks first what is to be done', () => {
    expect(StartAt).toBe('What is to be done?');
    expect(States[StartAt].Choices.map(({ Next }: State) => Next)).toEqual([
      'Begin the batch',
      'Begin the verification',
    ]);
    expect(States[StartAt].Default).toBe('Work on the records');
  });

  it.each(tasks)('does not ask again what a batch refused', ({ Retry }) => {
    expect(Retry[0].ErrorEquals).toContain('BatchRefused');
    expect(Retry[0].MaxAttempts).toBe(0);
  });

  it('goes over records in turns until all are done', () => {
    expect(States['Is there more to do?'].Choices).toEqual([
      { Variable: '$.turn.done', BooleanEquals: false, Next: 'Work on the records' },
    ]);
  });

  it('tells the function that begins which execution holds the batch', () => {
    expect(States['Begin the batch'].Parameters).toEqual({
      'batchId.$': '$.batchId',
      task: 'migrate',
      step: 'begin',
      'execution.$': '$$.Execution.Name',
    });
  });

  it.each(['Finish the batch', 'Fail the batch'])('%s tells everything that is known', (name) => {
    expect(States[name].Parameters).toEqual({
      'batchId.$': '$.batchId',
      task: 'migrate',
      step: 'finish',
      'ended.$': '$',
    });
  });

  it.each(['Begin the batch', 'Finish the batch', 'Fail the batch'])(
    '%s has half a minute, where a turn of its function has a quarter of an hour',
    (name) => {
      expect(States[name].TimeoutSeconds).toBe(30 + 10);
      expect(States['Work on the records'].TimeoutSeconds).toBe(900 + 10);
    },
  );

  it('retries every task with jitter, and waits for none longer than its function may run', () => {
    for (const { Retry, TimeoutSeconds } of tasks) {
      expect(Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
      expect(TimeoutSeconds).toBeGreaterThan(0);
    }
  });
});

describe('a stage without a Distributed Map', () => {
  const { operators: local } = templatesOf(defaultConfig('local'));
  const [, inTurns] =
    propertiesOf(local, 'AWS::StepFunctions::StateMachine').find(([id]) =>
      id.startsWith('BulkMigration'),
    ) ?? [];
  const { States: states } = JSON.parse(flatten(inTurns.DefinitionString));

  it('copies what is below a prefix in turns, until a turn says that it is done', () => {
    expect(states['What lists the objects?'].Default).toBe('Copy for a turn');
    expect(states['Copy for a turn']).toMatchObject({
      ResultPath: '$.turn',
      Next: 'Is there more to copy?',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Fail the batch' }],
    });
    expect(states['Is there more to copy?']).toMatchObject({
      Choices: [{ Variable: '$.turn.done', BooleanEquals: false, Next: 'Copy for a turn' }],
      Default: 'Finish the batch',
    });
  });
});

describe('buckets legacy files come from', () => {
  const readable = (id: string): string[] =>
    permissionsOf(operators, `<${id}Role>`).filter((statement) => statement.includes('old-media'));

  it.each(['BulkStepscopyobjects', 'BulkStepsworkbulk'])(
    '%s may read them and nothing else',
    (id) => {
      expect(readable(id).sort()).toEqual([
        's3:GetObject arn:aws:s3:::old-media/*',
        's3:GetObjectVersion arn:aws:s3:::old-media/*',
        's3:ListBucket arn:aws:s3:::old-media',
        's3:ListBucketVersions arn:aws:s3:::old-media',
      ]);
    },
  );

  it('may be listed by the workflow', () => {
    expect(readable('BulkMigration')).toEqual([
      's3:GetObject arn:aws:s3:::old-media/*',
      's3:ListBucket arn:aws:s3:::old-media',
    ]);
  });
});
