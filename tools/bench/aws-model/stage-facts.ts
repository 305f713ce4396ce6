import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Config } from '../../../lib/config-schema.ts';
import { addKeepsake } from '../../../lib/keepsake.ts';

/** Limits in the templates of a production stage as it comes. */
export type StageFacts = {
  routeRate: number;
  routeBurst: number;
  /** Runs at once that the queues' consumers may take, all together. */
  consumerRuns: number;
  /** Children of a Map at once. */
  mapConcurrency: number;
  itemsPerChild: number;
  /** Slices of a verification that are gone over at once. */
  slicesAtOnce: number;
};

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here.
type Properties = any;

/** Runs at once that the consumers of a stack's queues may take. */
export const runsOf = (stack: Template): number =>
  propertiesOf(stack, 'AWS::Lambda::EventSourceMapping')
    .map(({ ScalingConfig }) => ScalingConfig?.MaximumConcurrency ?? 0)
    .reduce((sum, one) => sum + one, 0);

const propertiesOf = (template: Template, type: string): Properties[] =>
  Object.values(template.findResources(type)).map((found) => found.Properties);

/** Those two templates. */
type Templates = { service: Template; operators: Template };

/** The limits in the templates of the Service stack and of bulk migration's, Operators. */
export const factsOf = ({ service, operators }: Templates): StageFacts => {
  const [{ DefaultRouteSettings }] = propertiesOf(service, 'AWS::ApiGatewayV2::Stage');
  const maps = propertiesOf(operators, 'AWS::StepFunctions::StateMachine')
    .flatMap(({ DefinitionString }) =>
      Object.values<Properties>(JSON.parse(definitionText(DefinitionString)).States),
    )
    .filter(({ Type }) => Type === 'Map');
  const [copying] = maps.filter(({ ItemBatcher }) => ItemBatcher);
  const [verifying] = maps.filter(({ ItemsPath }) => ItemsPath === '$.begun.slices');
  return {
    routeRate: DefaultRouteSettings.ThrottlingRateLimit,
    routeBurst: DefaultRouteSettings.ThrottlingBurstLimit,
    consumerRuns: runsOf(service),
    mapConcurrency: copying.MaxConcurrency,
    itemsPerChild: copying.ItemBatcher.MaxItemsPerBatch,
    slicesAtOnce: verifying.MaxConcurrency,
  };
};

const definitionText = (value: Properties): string =>
  typeof value === 'string'
    ? value
    : value['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'x')).join('');

const env = { account: '111111111111', region: 'eu-central-1' };

/** Synthesizes a stage and lets its stacks be read. */
export const withStacks = <Facts>(
  config: Config,
  read: (stacks: ReturnType<typeof addKeepsake>) => Facts,
): Facts => {
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-model-'));
  try {
    const { context } = JSON.parse(
      readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'),
    );
    const app = new App({ outdir, context, analyticsReporting: false });
    return read(addKeepsake(app, config, { env, addPictureCode: () => undefined }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
