import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, type IStackSynthesizer, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { handOverValues } from '../../../lib/shared/hand-over.ts';

/** The two stacks of the drill in one of its steps. */
export type Drill = {
  stage: string;
  /** Part of the name of the log group whose name is handed over: another one replaces it. */
  version: number;
  /** The consumer reads a second value. The producer writes it only then. */
  second?: boolean;
  /** The consumer has a resource that cannot be made. */
  fails?: boolean;
};

/** Names of the drill's stacks, producer first. */
export const drillNames = (stage: string) => ({
  producer: `Keepsake-${stage}-DrillData`,
  consumer: `Keepsake-${stage}-DrillService`,
});

/** The name of the log group that the producer hands over. */
export const drillValue = (stage: string, version: number): string =>
  `/keepsake/${stage}/drill-${version}`;

/** Templates of two small stacks that hand values over as the stacks of a stage do. */
export const drillTemplates = (drill: Drill): { producer: string; consumer: string } => {
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-drill-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    addConsumer(app, drill, addProducer(app, drill));
    handOverValues(app);
    const [producer, consumer] = app.node.children
      .filter(Stack.isStack)
      .map((stack) => JSON.stringify(Template.fromStack(stack).toJSON())) as [string, string];
    return { producer, consumer };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

const addConsumer = (app: App, { stage, fails }: Drill, values: ReturnType<typeof addProducer>) => {
  const { producer, consumer } = drillNames(stage);
  const stack = stackIn(app, consumer);
  new CfnTopic(stack, 'Reader', { displayName: values.value.ref });
  new CfnOutput(stack, 'read', { value: values.value.ref });
  if (values.more) new CfnOutput(stack, 'readSecond', { value: values.more.ref });
  // The producer's own parameter, which exists: creating it again fails.
  if (fails) {
    const name = `/${producer}/Value.Ref`;
    new CfnParameter(stack, 'Taken', { name, type: 'String', value: 'drill' });
  }
};

const addProducer = (app: App, { stage, version, second = false }: Drill) => {
  const stack = stackIn(app, drillNames(stage).producer);
  const group = (id: string, logGroupName: string) =>
    new CfnLogGroup(stack, id, { logGroupName, retentionInDays: 1 });
  return {
    value: group('Value', drillValue(stage, version)),
    more: second ? group('Second', `/keepsake/${stage}/drill-second`) : undefined,
  };
};

const stackIn = (app: App, stackName: string): Stack =>
  new Stack(app, stackName, {
    stackName,
    synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer,
  });
