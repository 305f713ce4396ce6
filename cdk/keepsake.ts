import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Annotations, type Environment, Stack, Stage } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import cdk from '../cdk.json' with { type: 'json' };
import { orderEvents } from '../core/event-names.ts';
import { addStacks } from '../lib/add-stacks.ts';
import { InvalidConfiguration, parseConfig } from '../lib/config.ts';
import { addLockedPackages } from '../lib/shared/bundle/install-packages.ts';
import { copyFunctions } from '../lib/shared/bundle/write-function.ts';
import type { StackPart } from '../lib/shared/stage-stacks.ts';
import { type KeepsakeProps, stageOf } from './keepsake-props.ts';

/**
 * Keepsake as part of another app: several stacks below this construct. Adds no tags and no checks
 * to the app. Throws `InvalidConfiguration` if a property is wrong.
 */
export class Keepsake extends Construct {
  /** Name of the stage: dimension `keepsake-<stage>` of the metrics, part of secrets' names. */
  readonly stage: string;
  /** Permanent storage: the files of paid orders. */
  readonly files: { readonly bucket: Bucket };
  /** Temporary storage: what customers sent. */
  readonly uploads: { readonly bucket: Bucket };
  /** The bus of payments and of all events, and the workflow that migrates an order. */
  readonly orders: { readonly bus: EventBus; readonly migration: StateMachine };
  readonly api: { readonly httpApi: HttpApi; readonly url: string };
  /** The topic of alarms. */
  readonly alerts: Topic;
  /** The stacks by part, for what this class does not show. */
  readonly stacks: Readonly<Record<'data' | 'service', Stack>> &
    Readonly<Partial<Record<Uncapitalize<StackPart>, Stack | undefined>>>;

  constructor(scope: Construct, id: string, props: KeepsakeProps) {
    super(scope, id);
    const { stage = stageName(this), stackPrefix, env, deliveryKeys, ...settings } = props;
    const config = parseConfig(stage, stageOf(settings), `the properties of ${this.node.path}`);
    // The stacks below are synthesized as they were tested, with their own feature flags.
    for (const [flag, value] of Object.entries(cdk.context)) this.node.setContext(flag, value);
    const stacks = addStacks(this, config, {
      env: env ?? envAround(scope),
      deliveryKeys,
      consoleFolder: beside('./console'),
      writeFunction: copyFunctions(beside('./functions')),
      addPictureCode,
      named: (part) => ({ id: part, stackName: stackPrefix && `${stackPrefix}-${part}` }),
    });
    const { data, service } = stacks;
    this.stage = stage;
    this.#assertAlone(data);
    this.files = { bucket: data.filesBucket };
    this.uploads = { bucket: data.uploadsBucket };
    this.orders = { bus: service.bus, migration: service.orderMigration.machine };
    this.api = { httpApi: service.api.api, url: service.apiUrl };
    this.alerts = service.alerts;
    this.stacks = stacks;
    if (config.delivery.enabled && !stacks.delivery) this.#warnWithoutKeys();
  }

  /** A second stage of one name would fail in the middle of its deployment. */
  #assertAlone({ environment }: Stack): void {
    const isHere = (other: Keepsake): boolean =>
      other.stacks.data.environment === environment &&
      (!environment.includes('unknown-') || Stage.of(other) === Stage.of(this));
    const twin = this.node.root.node
      .findAll()
      .filter((each) => each instanceof Keepsake)
      .find((each) => each !== this && each.stage === this.stage && isHere(each));
    if (twin)
      throw new InvalidConfiguration(
        `${twin.node.path} and ${this.node.path} are both stage '${this.stage}' of ` +
          `${environment}: log groups, dashboards and secrets would have the same names. Give ` +
          'one of them another `stage`.',
      );
  }

  /** Sends completed orders to a target, by a rule in `scope`'s stack. Throws without one. */
  onCompleted(target: IRuleTarget, scope: Construct = this): Rule {
    return this.#on(orderEvents.completed, { target, scope, id: 'OnCompleted' });
  }

  /** The same for every failed order, whose files are not kept and whose payment is to refund. */
  onFailed(target: IRuleTarget, scope: Construct = this): Rule {
    return this.#on(orderEvents.failed, { target, scope, id: 'OnFailed' });
  }

  // The rule must stand beside its target: in a stack of ours, rule and target would name each
  // other.
  #on(detailType: string, to: { target: IRuleTarget; scope: Construct; id: string }): Rule {
    const { target, scope } = to;
    if (!stackAround(scope))
      throw new Error(`${this.node.path} lies in no stack: name the stack of the target's rule.`);
    const id = freeId(scope, scope === this ? to.id : `${this.node.id}${to.id}`);
    return new Rule(scope, id, {
      eventBus: this.orders.bus,
      eventPattern: { source: [orderEvents.source], detailType: [detailType] },
      targets: [target],
    });
  }

  #warnWithoutKeys(): void {
    Annotations.of(this).addWarningV2(
      'keepsake:noDeliveryKeys',
      'There are no deliveryKeys, so there is no CloudFront: S3 serves files by signed URLs. ' +
        'Give two keys, or set delivery: { enabled: false }.',
    );
  }
}

/** `Shop/Files` as `Shop-Files`: short, and without characters that a log group cannot have. */
const stageName = ({ node }: Construct): string =>
  node.path
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(-60);

const envAround = (scope: Construct): Environment | undefined => {
  const stack = stackAround(scope);
  return stack && { account: stack.account, region: stack.region };
};

/** The nearest stack around a construct; none directly in an app or a stage. */
const stackAround = ({ node }: Construct): Stack | undefined =>
  node.scopes.toReversed().find((scope) => Stack.isStack(scope));

// The package has both beside its code.
const beside = (folder: string): string => fileURLToPath(new URL(folder, import.meta.url));

const addPictureCode = (directory: string): void =>
  addLockedPackages(join(tmpdir(), 'keepsake-cdk'), () =>
    JSON.parse(readFileSync(beside('./picture-lock.json'), 'utf8')),
  )(directory);

const freeId = ({ node }: Construct, wanted: string): string => {
  const taken = (id: string) => node.tryFindChild(id) !== undefined;
  let id = wanted;
  for (let next = 2; taken(id); next += 1) id = `${wanted}${next}`;
  return id;
};
