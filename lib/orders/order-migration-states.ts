import { Duration } from 'aws-cdk-lib';
import type { IVersion } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { orderMigrationFailed } from '../../core/errors.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import { patient, stubborn, withoutRoom } from '../shared/retry-policies.ts';
import type { OrderSteps } from './order-steps.ts';

type StatesProps = {
  steps: OrderSteps;
  alerts: ITopic;
  /** Calls versions of the functions, so that an execution keeps the code it began with. */
  ofVersions: boolean;
};

type Task = LambdaInvoke | SnsPublish;

const discard = sfn.JsonPath.DISCARD;

/** The order migration's graph. State names are sentences; read from `start` down. */
export class OrderMigrationStates {
  readonly start: sfn.IChainable;
  private readonly scope: Construct;
  private readonly steps: OrderSteps;
  private readonly ofVersions: boolean;

  constructor(scope: Construct, { steps, alerts, ofVersions }: StatesProps) {
    this.scope = scope;
    this.steps = steps;
    this.ofVersions = ofVersions;
    const announcement = this.announceCompletion();
    const compensation = this.compensate(announcement, alerts);
    this.start = this.migrate(announcement, compensation);
  }

  // The way forward. No Choice on it: with up to 25 files an order costs six transitions.
  private migrate(announcement: sfn.IChainable, compensation: sfn.IChainable): sfn.IChainable {
    const claim = this.step('Claim order', this.steps.claim, patient, '$');
    const chunks = this.migrateChunks();
    const commit = this.step('Commit order', this.steps.commit, patient);
    const undo = { errors: [sfn.Errors.ALL], resultPath: '$.error' };
    for (const state of [claim, chunks, commit]) state.addCatch(compensation, undo);
    return claim.next(chunks).next(commit).next(announcement);
  }

  private migrateChunks(): sfn.Map {
    // The ledger has each file's outcome. Commit order reads the ledger and refuses files that are
    // not verified.
    const unfinished = new sfn.Pass(this.scope, 'Leave the chunk unfinished');
    const copy = this.step('Copy files', this.steps.copy, patient);
    const verify = this.step('Verify files', this.steps.verify, patient);
    for (const task of [copy, verify]) task.addCatch(unfinished, { resultPath: discard });
    return this.forEachChunk('Migrate each chunk', '$.chunks', copy.next(verify));
  }

  private announceCompletion(): sfn.IChainable {
    const announce = this.step('Announce completion', this.steps.announce, stubborn);
    return announce.addCatch(this.leaveToReconciler(), { resultPath: discard });
  }

  private leaving: sfn.Succeed | undefined;

  // The order's record promises the announcement; the hourly reconciler keeps the promise.
  private leaveToReconciler(): sfn.Succeed {
    this.leaving ??= new sfn.Succeed(this.scope, 'Leave the announcement to the reconciler');
    return this.leaving;
  }

  // Begin compensation and Fail order have no Catch: when even they give up, the execution fails
  // and the watcher takes over.
  private compensate(announcement: sfn.IChainable, alerts: ITopic): sfn.IChainable {
    const decision = sfn.Condition.stringEquals;
    const fail = this.step('Fail order', this.steps.fail, stubborn, '$.failure');
    const another = new sfn.Choice(this.scope, 'Is another attempt due?');
    another
      .when(decision('$.failure.decision', 'retry'), this.handOver())
      .otherwise(this.giveUp(alerts));
    const undo = this.undoChunks().addCatch(fail, { resultPath: discard });
    undo.next(fail).next(another);
    const what = new sfn.Choice(this.scope, 'What is there to undo?')
      .when(decision('$.compensation.decision', 'committed'), announcement)
      .when(
        decision('$.compensation.decision', 'superseded'),
        new sfn.Succeed(this.scope, 'Leave the order alone'),
      )
      .otherwise(undo);
    return this.step(
      'Begin compensation',
      this.steps.beginCompensation,
      stubborn,
      '$.compensation',
    ).next(what);
  }

  private undoChunks(): sfn.Map {
    const note = new sfn.Pass(this.scope, 'Note what could not be removed');
    const remove = this.step('Remove our copies', this.steps.remove, patient).addCatch(note, {
      resultPath: discard,
    });
    return this.forEachChunk('Undo each chunk', '$.compensation.chunks', remove);
  }

  private handOver(): sfn.IChainable {
    const request = this.step('Request another attempt', this.steps.announce, stubborn);
    request.addCatch(this.leaveToReconciler(), { resultPath: discard });
    return request.next(new sfn.Succeed(this.scope, 'Handed over to another attempt'));
  }

  private giveUp(topic: ITopic): sfn.IChainable {
    const alert = this.alert(topic);
    // Another error name than the usual end: the watcher then tells the operators.
    alert.addCatch(
      new sfn.Fail(this.scope, 'Operators not alerted', { error: 'OperatorsNotAlerted' }),
      { resultPath: discard },
    );
    alert.next(new sfn.Fail(this.scope, 'Order migration failed', { error: orderMigrationFailed }));
    const announce = this.step('Announce failure', this.steps.announce, stubborn);
    return announce.addCatch(alert, { resultPath: discard }).next(alert);
  }

  // Straight to SNS: the last alert must not depend on a function that may itself be broken.
  private alert(topic: ITopic): SnsPublish {
    const publish = new SnsPublish(this.scope, 'Alert the operators', {
      topic,
      subject: 'Keepsake: an order migration failed',
      message: sfn.TaskInput.fromText(
        sfn.JsonPath.jsonToString(sfn.JsonPath.objectAt('$.failure.alert')),
      ),
      resultPath: discard,
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
    });
    return this.withRetries(publish, stubborn);
  }

  private forEachChunk(name: string, itemsPath: string, body: sfn.IChainable): sfn.Map {
    return new sfn.Map(this.scope, name, {
      itemsPath,
      maxConcurrency: 10,
      resultPath: discard,
    }).itemProcessor(body);
  }

  private step(
    name: string,
    { lambda, timeout }: NodeFunction,
    retries: readonly sfn.RetryProps[],
    resultPath: string = discard,
  ): LambdaInvoke {
    const task = new LambdaInvoke(this.scope, name, {
      lambdaFunction: this.ofVersions ? (lambda.currentVersion as IVersion) : lambda,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      resultPath,
      // A little more than the function's own limit, so that the function's time-out is the one
      // that is reported.
      taskTimeout: sfn.Timeout.duration(timeout.plus(Duration.seconds(10))),
    });
    return this.withRetries(task, [withoutRoom, ...retries]);
  }

  private withRetries<T extends Task>(task: T, retries: readonly sfn.RetryProps[]): T {
    for (const retry of retries) task.addRetry(retry);
    return task;
  }
}
