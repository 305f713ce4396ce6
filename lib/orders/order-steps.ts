import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { bucketGrants } from '../shared/bucket-grants.ts';
import { publishOrderEvents, readSettings } from '../shared/grants.ts';
import type { FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { stepFunctions } from '../shared/step-functions.ts';
import { tableGrants } from '../shared/table-grants.ts';

type StepsProps = { data: StageData; bus: EventBus; defaults: FunctionDefaults };

/**
 * The functions of the saga, each allowed its own step and nothing more: the one that verifies
 * cannot write, the one that copies cannot delete.
 */
export class OrderSteps extends Construct {
  readonly claim: NodeFunction;
  readonly copy: NodeFunction;
  readonly verify: NodeFunction;
  readonly commit: NodeFunction;
  readonly beginCompensation: NodeFunction;
  readonly remove: NodeFunction;
  readonly fail: NodeFunction;
  readonly announce: NodeFunction;

  constructor(scope: Construct, id: string, { data, bus, defaults }: StepsProps) {
    super(scope, id);
    const tables = tableGrants(data);
    const buckets = bucketGrants(data);
    const record = tables.orders('Query', 'PutItem');
    const sources = tables.uploads('BatchGetItem');
    const { quick, long } = stepFunctions(this, defaults);
    this.claim = quick('claim-order', readSettings('chunkSize'), record);
    this.copy = long(
      'copy-files',
      readSettings('categories', 'multipartCopyBytes'),
      record,
      sources,
      buckets.copyFiles,
    );
    this.verify = long('verify-files', record, sources, buckets.compareCopies);
    this.commit = quick('commit-order', record, tables.uploads('UpdateItem'), buckets.nameFiles);
    this.beginCompensation = quick('begin-compensation', readSettings('chunkSize'), record);
    this.remove = long('remove-copies', record, buckets.removeCopies);
    this.fail = quick('fail-order', readSettings('maxAttempts'), record);
    this.announce = quick('announce', record, publishOrderEvents(bus));
  }

  /** Every step's function, for grants to invoke them. */
  all(): NodeFunction[] {
    return [
      this.claim,
      this.copy,
      this.verify,
      this.commit,
      this.beginCompensation,
      this.remove,
      this.fail,
      this.announce,
    ];
  }
}
