import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ApiHandlers } from '../api/api-handlers.ts';
import { addRoutes } from '../api/api-routes.ts';
import { deadLetterGrants } from '../api/dead-letter-grants.ts';
import { GradualRelease } from '../api/gradual-release.ts';
import { operatorsGrants } from '../api/operator-grants.ts';
import { type OperatorsStage, operatorsFunctions } from '../api/route-stage.ts';
import { watchGrants } from '../api/watch-grants.ts';
import { BulkMigration } from '../bulk/bulk-migration.ts';
import { BulkSteps } from '../bulk/bulk-steps.ts';
import type { Config } from '../config-schema.ts';
import { hasEdgeAlarms } from '../operations/edge-alarms-stack.ts';
import * as grants from '../shared/grants.ts';
import { serviceOf } from '../shared/metrics.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import { siblingQueues } from '../shared/sibling-queues.ts';
import { cloudFrontRegion } from '../shared/stage-stacks.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

type OperatorsProps = StackProps & { config: Config; data: DataStack; service: ServiceStack };

/**
 * What only operators use: their routes of the API, and bulk migration. Customers miss nothing
 * while it is being deployed, or has failed to be.
 */
export class OperatorsStack extends Stack {
  readonly bulkMigration: BulkMigration;
  private readonly config: Config;
  private readonly data: DataStack;
  private readonly service: ServiceStack;

  constructor(scope: Construct, id: string, { config, data, service, ...props }: OperatorsProps) {
    super(scope, id, props);
    this.config = config;
    this.data = data;
    this.service = service;
    // API Gateway refuses a second route of the same key: Service lets go of its own before.
    this.addStackDependency(service);
    this.bulkMigration = this.addBulkMigration();
    const handlers = new ApiHandlers(this, 'Handlers', {
      defaults: service.defaults,
      names: operatorsFunctions,
      grants: operatorsGrants(this.stage()),
      frontDoor: grants.knowFrontDoor(this, config),
    });
    const { api, authorizer } = service.api;
    addRoutes(this, { api, authorizer, handlers, live: this.live() });
  }

  private addBulkMigration(): BulkMigration {
    const { config, data } = this;
    const { defaults } = this.service;
    const { sourceBuckets, concurrency, inTurns = false } = config.bulk;
    const steps = new BulkSteps(this, 'BulkSteps', { data, defaults, sourceBuckets });
    const bulk = new BulkMigration(this, 'BulkMigration', {
      stage: config.stage,
      logDays: defaults.logDays,
      steps,
      uploadsBucket: data.uploadsBucket as IBucket,
      concurrency,
      inTurns,
      sourceBuckets,
    });
    new CfnOutput(this, 'bulkStateMachineArn', { value: bulk.machine.stateMachineArn });
    return bulk;
  }

  private stage(): OperatorsStage {
    const { config, data, service } = this;
    const { orderMigration, alerts, bus } = service;
    return {
      data,
      bus,
      bulk: grants.startBulkRuns(this.bulkMigration),
      migrations: {
        start: grants.startMigrations(orderMigration),
        observe: grants.observeMigrations(orderMigration.executionsArn),
        alert: grants.raiseAlerts(alerts),
      },
      deadLetters: deadLetterGrants(this, service, siblingQueues(this, config)),
      watch: watchGrants(this, {
        service: serviceOf(config.stage),
        otherRegions: hasEdgeAlarms(config) || config.frontDoor ? [cloudFrontRegion] : [],
      }),
    };
  }

  /** A function as requests reach it: by an alias where a stage is deployed gradually. */
  private live(): (handler: NodeFunction) => IFunction {
    const { gradualDeployment: gradual } = this.config;
    const { release } = this.service.api;
    if (!gradual || !release) return ({ lambda }) => lambda;
    const own = new GradualRelease(this, 'Release', { gradual, watch: { alarm: release.alarm } });
    return (handler) => own.aliasOf(handler) as IFunction;
  }
}
