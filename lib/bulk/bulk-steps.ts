import { Construct } from 'constructs';
import { bulkCopySeconds } from '../../core/contract.ts';
import { bucketGrants, noticeAbsence } from '../shared/bucket-grants.ts';
import type { Grant } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { stepFunctions } from '../shared/step-functions.ts';
import { tableGrants } from '../shared/table-grants.ts';

type BulkStepsProps = {
  data: StageData;
  defaults: FunctionDefaults;
  sourceBuckets: readonly string[];
};

/**
 * 40 seconds for copies in flight when the time is up; with the task's ten more, ten before the end
 * of an Express child.
 */
const copySeconds = bulkCopySeconds + 40;

/**
 * The functions of bulk migration: one copies and cannot delete, the other keeps the books, which a
 * rollback takes back.
 */
export class BulkSteps extends Construct {
  readonly copy: NodeFunction;
  readonly work: NodeFunction;

  constructor(scope: Construct, id: string, { data, defaults, sourceBuckets }: BulkStepsProps) {
    super(scope, id);
    const tables = tableGrants(data);
    const buckets = bucketGrants(data);
    const records = tables.batches('BatchGetItem', 'PutItem', 'Query', 'UpdateItem');
    const legacy = readLegacy(sourceBuckets);
    const { long } = stepFunctions(this, defaults);
    const copying = [
      records,
      tables.uploads('GetItem', 'PutItem'),
      tables.erasures('GetItem'),
      buckets.copyObjects,
      legacy,
    ];
    this.copy = new NodeFunction(this, 'copy-objects', {
      defaults,
      grants: copying,
      timeoutSeconds: copySeconds,
      memoryMiB: 1024,
    });
    this.work = long(
      'work-bulk',
      records,
      tables.uploads('DeleteItem', 'GetItem', 'UpdateItem'),
      buckets.removeCopies,
      buckets.readBulkResults,
      legacy,
    );
  }

  /** Every function, for roles that must be allowed to call them. */
  all(): NodeFunction[] {
    return [this.copy, this.work];
  }
}

/** May read the buckets legacy files come from: those the configuration names, and no others. */
const readLegacy = (names: readonly string[]): Grant => ({
  env: {},
  allow:
    names.length === 0
      ? []
      : [
          {
            actions: ['s3:GetObject', 's3:GetObjectVersion'],
            resources: names.map((name) => `arn:aws:s3:::${name}/*`),
          },
          { actions: noticeAbsence, resources: names.map((name) => `arn:aws:s3:::${name}`) },
        ],
});
