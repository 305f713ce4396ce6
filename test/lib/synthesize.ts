import { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import type { DeliveryKey } from '../../lib/delivery/delivery-keys.ts';
import { addKeepsake } from '../../lib/keepsake.ts';
import { bundle } from '../../lib/shared/bundle/bundle.ts';
import { builtConsole } from './built-console.ts';
import { keptStage } from './kept-templates.ts';
import { nameForCode } from './shared/name-for-code.ts';
import type { Synthesized } from './synthesize-stage.ts';
import { temporaryApp } from './temporary-app.ts';
import { testKeys } from './test-keys.ts';

const env = { account: '111111111111', region: 'eu-central-1' };

/** The app as bin/app.ts makes it, with the functions' names for their code. */
export const keepsake = (
  config: Config,
  deliveryKeys: readonly DeliveryKey[] = testKeys(),
  writeFunction = nameForCode,
) => {
  const app = temporaryApp();
  const consoleFolder = builtConsole(app.outdir);
  return {
    app,
    ...addKeepsake(app, config, {
      env,
      deliveryKeys,
      consoleFolder,
      writeFunction,
      addPictureCode: () => undefined,
    }),
  };
};

/** Where the app leaves its bundles, and everything else, until the test file ends. */
export const outdirOf = (config: Config = defaultConfig('dev')): string =>
  keepsake(config, testKeys(), bundle).app.outdir;

type Optional =
  | 'delivery'
  | 'refunds'
  | 'webhooks'
  | 'variants'
  | 'replica'
  | 'observability'
  | 'edgeAlarms'
  | 'console';
type StageTemplates = Record<'data' | 'service' | 'operators', Template> &
  Partial<Record<Optional, Template>>;

// Circles of resources were looked for when the template was made.
const wasChecked = { skipCyclicalDependenciesCheck: true };

/** Templates by stack; `options` as with `-c`. Without the rules, which stages.stage.test.ts runs. */
export const templatesOf = (
  config: Config = defaultConfig('dev'),
  deliveryKeys: readonly DeliveryKey[] = testKeys(),
  options: Readonly<Record<string, string>> = {},
): StageTemplates => {
  const kept = keptStage({ config, deliveryKeys, options });
  const templates = Object.entries(kept.templates);
  return Object.fromEntries(
    templates.map(([name, template]) => [name, Template.fromJSON(template, wasChecked)]),
  ) as StageTemplates;
};

/** The settings of a stage's functions, by their name; none for a function that reads none. */
export const settingsIn = (config: Config = defaultConfig('dev')): Synthesized['settings'] =>
  keptStage({ config, deliveryKeys: testKeys(), options: {} }).settings;

/** The Delivery stack's template, which every stage with CloudFront has. */
export const deliveryOf = (config: Config = defaultConfig('prod')): Template => {
  const { delivery } = templatesOf(config);
  if (delivery === undefined) throw new Error(`Stage '${config.stage}' has no Delivery stack.`);
  return delivery;
};

/** Properties of every resource of a type, by logical id without CDK's hash. */
export const propertiesOf = (template: Template, type: string): [string, Properties][] =>
  Object.entries(template.findResources(type)).map(([id, { Properties }]) => [
    readable(id),
    Properties,
  ]);

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here; the assertions say what they must be.
type Properties = any;

const readable = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

const handedOver =
  /^From([A-Z][a-z]+?)([A-Z]\w*?)[0-9A-F]{8}(?:Ref|Arn|(?:Regional)?DomainName|Name|(StreamArn))[0-9A-F]{8}$/;

/**
 * The name of a reference, e.g. `Uploads`; for a value of another stack `Data.Uploads`: that
 * stack's last name, and the resource without attribute.
 */
const nameIn = (reference: string): string => {
  const [, stack, resource, stream] = handedOver.exec(reference) ?? [];
  if (stack === undefined) return readable(reference);
  return [stack, resource, ...(stream === undefined ? [] : [stream])].join('.');
};

/**
 * A value with its references written as `<LogicalId>`; those to the Data stack as
 * `<Data.LogicalId>`.
 */
export const flatten = (value: Properties): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  if (value['Fn::Join']) return value['Fn::Join'][1].map(flatten).join('');
  if (value.Ref) return value.Ref === 'AWS::Partition' ? 'aws' : `<${nameIn(value.Ref)}>`;
  if (value['Fn::GetAtt'])
    return `<${readable(value['Fn::GetAtt'][0])}${value['Fn::GetAtt'][1] === 'Arn' ? '' : `.${value['Fn::GetAtt'][1]}`}>`;
  return JSON.stringify(value);
};

/** The functions of a template, by the name of their file. */
export const functionsOf = (template: Template): Map<string, Properties> =>
  new Map(
    propertiesOf(template, 'AWS::Lambda::Function').map(([, properties]) => [
      properties.Description.replace('Keepsake: ', ''),
      properties,
    ]),
  );
