import type { Stack } from '@aws-sdk/client-cloudformation';
import { type Check, expectEqual, expectThat } from '../../check.ts';
import { type Drill, drillNames, drillTemplates, drillValue } from '../../samples/drill-stacks.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';
import { DrillStacks } from '../../stage/drill.ts';

const remedy =
  'CloudFormation does not do here what decision 34 rests on: send this report to the maintainers';

const outputOf = ({ Outputs = [] }: Stack, name: string): string | undefined =>
  Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;

/** Deploys the producer, then the consumer, which must both succeed. */
const deployBoth = async (
  stacks: DrillStacks,
  { stage, ...rest }: Drill,
): Promise<{ producer: Stack; consumer: Stack }> => {
  const templates = drillTemplates({ stage, ...rest });
  const names = drillNames(stage);
  const producer = await stacks.deploy(names.producer, templates.producer);
  expectThat(
    producer.StackStatus?.match(/^(CREATE|UPDATE)_COMPLETE$/),
    `${names.producer} is ${producer.StackStatus}`,
  );
  const consumer = await stacks.deploy(names.consumer, templates.consumer);
  return { producer, consumer };
};

const drill = async (deployed: DeployedStage): Promise<string> => {
  const { stage } = deployed.config;
  const stacks = new DrillStacks(deployed);
  const read = ({ consumer }: { consumer: Stack }) => outputOf(consumer, 'read');

  const first = await deployBoth(stacks, { stage, version: 1, second: true });
  expectEqual('the value read', read(first), drillValue(stage, 1));

  const changed = await deployBoth(stacks, { stage, version: 2, second: true });
  expectEqual('the value read after it changed', read(changed), drillValue(stage, 2));

  const removed = await deployBoth(stacks, { stage, version: 2 });
  expectEqual(
    'the consumer without the removed value',
    removed.consumer.StackStatus,
    'UPDATE_COMPLETE',
  );

  const failed = await deployBoth(stacks, { stage, version: 3, fails: true });
  expectEqual('the consumer that failed', failed.consumer.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  expectEqual('the value read after the roll-back', read(failed), drillValue(stage, 2));

  const again = await deployBoth(stacks, { stage, version: 3 });
  expectEqual('the value read by the next deployment', read(again), drillValue(stage, 3));
  return 'changed, removed, rolled back, deployed again';
};

/** Decision 34 on a real account. */
export const valuesBetweenStacksCheck: Check = {
  name: 'values between stacks arrive, go and roll back as decision 34 says',
  remedy,
  notQuick: 'it deploys two small stacks five times, some three minutes',
  run: drill,
};
