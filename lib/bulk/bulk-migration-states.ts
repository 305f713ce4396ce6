import type { IBucket } from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { bulkResultsPrefix } from '../../core/contract.ts';
import type { BulkSteps } from './bulk-steps.ts';
import { invoke, step } from './bulk-tasks.ts';
import { verification } from './verification-states.ts';

type StatesProps = {
  steps: BulkSteps;
  results: IBucket;
  /** Copies under way at once are this times what one call does in parallel. */
  concurrency: number;
  /** Copies a prefix in turns of one function: for endpoints without a Distributed Map. */
  inTurns: boolean;
};

const at = sfn.JsonPath.stringAt;

const ofMigration = { batchId: at('$.batchId'), task: 'migrate' };

/** The ends of a migration touch records alone, so they need no quarter of an hour. */
const recordSeconds = 30;

/** 100 objects a child: a child costs a fifth of a COPY, so this adds a five-hundredth. */
const objectsPerChild = 100;

/** A state takes 256 KiB. The rest is for the batch's name, the time and other input. */
const bytesPerChild = 200 * 1024;

/** The bulk migration's graph. Input: `{batchId, task}`; `migrate`, `verify` or `rollback`. */
export class BulkMigrationStates {
  readonly start: sfn.IChainable;
  private readonly scope: Construct;
  private readonly props: StatesProps;

  constructor(scope: Construct, props: StatesProps) {
    this.scope = scope;
    this.props = props;
    const { steps } = props;
    this.start = new sfn.Choice(scope, 'What is to be done?')
      .when(sfn.Condition.stringEquals('$.task', 'migrate'), this.migrate())
      .when(sfn.Condition.stringEquals('$.task', 'verify'), verification(scope, steps))
      .otherwise(this.inTurns(steps));
  }

  private migrate(): sfn.IChainable {
    const finish = this.finish('Finish the batch');
    const fail = this.finish('Fail the batch').next(
      new sfn.Fail(this.scope, 'Bulk migration failed', { error: 'BulkMigrationFailed' }),
    );
    const begin = step(this.scope, 'Begin the batch', this.props.steps.work, {
      resultPath: '$.begun',
      payload: { ...ofMigration, step: 'begin', execution: at('$$.Execution.Name') },
      seconds: recordSeconds,
    });
    const caught = { errors: [sfn.Errors.ALL], resultPath: '$.error' };
    begin.addCatch(fail, caught);
    const copyFrom = (name: string, reader: sfn.IItemReader): sfn.DistributedMap => {
      const map = this.copyEach(name, reader);
      map.addCatch(fail, caught);
      map.next(finish);
      return map;
    };
    const listing = new sfn.Choice(this.scope, 'What lists the objects?')
      .when(this.listedBy('manifest'), copyFrom('Copy what a manifest lists', this.manifest()))
      .when(this.listedBy('inventory'), copyFrom('Copy what an inventory lists', this.inventory()))
      .otherwise(
        this.props.inTurns
          ? this.copyTurns(finish, fail)
          : copyFrom('Copy what is below a prefix', this.prefix()),
      );
    return begin.next(listing);
  }

  private finish(name: string) {
    return step(this.scope, name, this.props.steps.work, {
      resultPath: '$.batch',
      payload: { ...ofMigration, step: 'finish', ended: sfn.JsonPath.objectAt('$') },
      seconds: recordSeconds,
    });
  }

  private copyTurns(finish: sfn.IChainable, fail: sfn.IChainable): sfn.IChainable {
    const turn = step(this.scope, 'Copy for a turn', this.props.steps.copy, {
      resultPath: '$.turn',
    });
    turn.addCatch(fail, { errors: [sfn.Errors.ALL], resultPath: '$.error' });
    const isAnyLeft = new sfn.Choice(this.scope, 'Is there more to copy?')
      .when(sfn.Condition.booleanEquals('$.turn.done', false), turn)
      .otherwise(finish);
    return turn.next(isAnyLeft);
  }

  private listedBy(kind: string): sfn.Condition {
    return sfn.Condition.stringEquals('$.begun.listing.kind', kind);
  }

  private prefix(): sfn.IItemReader {
    return new sfn.S3ObjectsItemReader({
      bucketNamePath: at('$.begun.listing.bucket'),
      prefix: at('$.begun.listing.prefix'),
    });
  }

  private manifest(): sfn.IItemReader {
    return new sfn.S3CsvItemReader({
      bucketNamePath: at('$.begun.listing.bucket'),
      key: at('$.begun.listing.key'),
      csvHeaders: sfn.CsvHeaders.useFirstRow(),
    });
  }

  private inventory(): sfn.IItemReader {
    return new sfn.S3ManifestItemReader({
      bucketNamePath: at('$.begun.listing.bucket'),
      key: at('$.begun.listing.key'),
    });
  }

  /**
   * Express children: a Standard one per object would cost more than the copies. One that keeps
   * failing is tolerated, and counted by Finish.
   */
  private copyEach(name: string, itemReader: sfn.IItemReader): sfn.DistributedMap {
    const { steps, results, concurrency } = this.props;
    const map = new sfn.DistributedMap(this.scope, name, {
      itemReader,
      mapExecutionType: sfn.StateMachineType.EXPRESS,
      maxConcurrency: concurrency,
      itemBatcher: new sfn.ItemBatcher({
        maxItemsPerBatch: objectsPerChild,
        maxInputBytesPerBatch: bytesPerChild,
        // CDK takes this as it is: a JsonPath value would be passed along as its own text.
        batchInput: {
          'batchId.$': '$.batchId',
          'fence.$': '$.begun.fence',
          'failedBefore.$': '$.begun.failedBefore',
        },
      }),
      toleratedFailurePercentage: 100,
      resultWriterV2: new sfn.ResultWriterV2({
        bucket: results,
        prefix: sfn.JsonPath.format(`${bulkResultsPrefix}{}`, at('$.batchId')),
        writerConfig: {
          transformation: sfn.Transformation.COMPACT,
          outputType: sfn.OutputType.JSONL,
        },
      }),
      resultPath: '$.results',
    });
    return map.itemProcessor(this.copyObjects(name, steps));
  }

  /**
   * A child whose time was up fails with what it did on record: Finish counts on failed children,
   * and a resume continues.
   */
  private copyObjects(name: string, { copy }: BulkSteps): sfn.IChainable {
    const payload = {
      Items: sfn.JsonPath.objectAt('$.Items'),
      BatchInput: sfn.JsonPath.objectAt('$.BatchInput'),
    };
    const startedAt = at('$$.State.EnteredTime');
    const task = invoke(this.scope, `${name}: 100 objects`, copy, {
      payload: sfn.TaskInput.fromObject({ ...payload, startedAt }),
    });
    const isAnyLeft = new sfn.Choice(this.scope, `${name}: is any left?`)
      .when(
        sfn.Condition.isPresent('$.left'),
        new sfn.Fail(this.scope, `${name}: the time was up`, { error: 'ObjectsLeft' }),
      )
      .otherwise(new sfn.Succeed(this.scope, `${name}: all of them had their turn`));
    return task.next(isAnyLeft);
  }

  /** A rollback goes over the records in turns of less than a function's 15 minutes. */
  private inTurns({ work }: BulkSteps): sfn.IChainable {
    const turn = step(this.scope, 'Work on the records', work, { resultPath: '$.turn' });
    const more = new sfn.Choice(this.scope, 'Is there more to do?')
      .when(sfn.Condition.booleanEquals('$.turn.done', false), turn)
      .otherwise(new sfn.Succeed(this.scope, 'Went over every record'));
    return turn.next(more);
  }
}
