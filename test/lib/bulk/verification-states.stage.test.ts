import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';

const { operators } = templatesOf(defaultConfig('dev'));
const machines = propertiesOf(operators, 'AWS::StepFunctions::StateMachine');
const [, machine] = machines.find(([id]) => id.startsWith('BulkMigration')) ?? [];
const { States } = JSON.parse(flatten(machine.DefinitionString));

describe('the verification', () => {
  const map = States['Verify every slice'];
  const child = map.ItemProcessor;

  it('is a Distributed Map over the slices that its beginning names', () => {
    expect(States['Begin the verification']).toMatchObject({
      Parameters: { 'batchId.$': '$.batchId', task: 'verify', step: 'begin' },
      ResultPath: '$.begun',
      Next: 'Verify every slice',
    });
    expect(map.ItemsPath).toBe('$.begun.slices');
    expect(map.ItemSelector).toEqual({
      'batchId.$': '$.batchId',
      task: 'verify',
      step: 'slice',
      'startedAt.$': '$.begun.startedAt',
      'slice.$': '$$.Map.Item.Value',
    });
  });

  it('has Standard children, because a slice may take longer than an Express one lasts', () => {
    expect(child.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
  });

  it('asks S3 for fewer HEADs a second than a prefix takes before it splits', () => {
    const filesASecond = 480;
    expect(map.MaxConcurrency * filesASecond).toBeLessThan(5_500);
  });

  it('counts in the end what was gone over, also when children or the Map itself failed', () => {
    expect(map.ToleratedFailurePercentage).toBe(100);
    expect(map.Next).toBe('Finish the verification');
    expect(map.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Finish the verification' },
    ]);
    expect(States['Finish the verification'].Parameters).toMatchObject({
      step: 'finish',
      'startedAt.$': '$.begun.startedAt',
    });
  });

  it('goes over a slice in turns', () => {
    expect(child.States['Is any of the slice left?'].Choices).toEqual([
      { Variable: '$.turn.done', BooleanEquals: false, Next: 'Verify a slice' },
    ]);
  });

  it('answers with next to nothing: the answers of 4,096 children are one of 256 kB', () => {
    expect(map.ResultPath).toBeNull();
    expect(child.States['Went over the slice']).toEqual({ Type: 'Succeed', OutputPath: null });
  });
});
