import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { settingsOf } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { Alerts } from '../constructs/alerts.ts';
import { ApiDomain } from '../constructs/api-domain.ts';
import { ApiHandlers } from '../constructs/api-handlers.ts';
import { BulkMigration } from '../constructs/bulk-migration.ts';
import { BulkSteps } from '../constructs/bulk-steps.ts';
import { ExecutionWatch } from '../constructs/execution-watch.ts';
import { HttpApi } from '../constructs/http-api.ts';
import { Identity } from '../constructs/identity.ts';
import type { FunctionDefaults } from '../constructs/node-function.ts';
import { OrderMigration } from '../constructs/order-migration.ts';
import { OrderSteps } from '../constructs/order-steps.ts';
import { PaymentIntake } from '../constructs/payment-intake.ts';
import { Reconciler } from '../constructs/reconciler.ts';
import * as grants from '../grants.ts';
import { useRunbook } from '../runbook.ts';
import type { DataStack } from './data-stack.ts';
import type { DeliveryStack } from './delivery-stack.ts';

type ServiceStackProps = StackProps & {
  config: Config;
  data: DataStack;
  /** Absent where storage signs its own URLs. */
  delivery?: DeliveryStack | undefined;
};

/** Everything that can be thrown away and deployed again: API, functions, workflow, queues, schedules. */
export class ServiceStack extends Stack {
  private readonly config: Config;
  private readonly data: DataStack;
  /** What operators listen to. */
  readonly alerts: Topic;
  readonly bus: EventBus;
  readonly api: HttpApi;
  readonly orderMigration: OrderMigration;
  private readonly defaults: FunctionDefaults;

  constructor(scope: Construct, id: string, { config, data, delivery, ...props }: ServiceStackProps) {
    super(scope, id, props);
    useRunbook(this, config);
    this.config = config;
    this.data = data;
    this.alerts = new Alerts(this, 'Alerts', { emails: config.alertEmails }).topic;
    this.bus = new EventBus(this, 'Bus');
    this.output({ eventBusName: this.bus.eventBusName, alertTopicArn: this.alerts.topicArn });
    const auth = config.auth.issuer ?? this.ownIssuer();
    const settings = settingsOf(config, { auth, cloudFront: delivery?.signing.cloudFront });
    this.defaults = { stage: config.stage, settings: this.toJsonString(settings), logDays: config.retention.logDays };
    this.orderMigration = this.addMigration();
    this.api = this.addApi(delivery ? [grants.signDelivery(this, delivery.signing.secretName)] : []);
    this.addWhatStarts(this.orderMigration);
  }

  private ownIssuer(): Identity['auth'] {
    const { pool, client, auth } = new Identity(this, 'Identity', { config: this.config });
    this.output({ userPoolId: pool.userPoolId, userPoolClientId: client.userPoolClientId });
    return auth;
  }

  private addApi(signing: readonly grants.Grant[]): HttpApi {
    const { config, data, defaults } = this;
    const { machine, executionsArn } = this.orderMigration;
    const migrations = {
      start: grants.startMigrations(machine),
      observe: grants.observeMigrations(executionsArn),
      alert: grants.raiseAlerts(this.alerts),
    };
    const bulk = grants.startBulkRuns(this.addBulkMigration());
    const handlers = new ApiHandlers(this, 'Handlers', { data, defaults, signing, bulk, migrations });
    const http = new HttpApi(this, 'HttpApi', { config, handlers });
    this.output({ apiUrl: http.stage.url, apiId: http.api.apiId });
    const { apiDomain } = config.delivery;
    if (apiDomain) this.output({ apiDomainTarget: new ApiDomain(this, 'ApiDomain', { ...apiDomain, http }).target });
    return http;
  }

  private addBulkMigration(): StateMachine {
    const { data, defaults, config } = this;
    const { sourceBuckets, concurrency } = config.bulk;
    const steps = new BulkSteps(this, 'BulkSteps', { data, defaults, sourceBuckets });
    const { machine } = new BulkMigration(this, 'BulkMigration', {
      stage: config.stage,
      logDays: defaults.logDays,
      steps,
      uploadsBucket: data.uploadsBucket as IBucket,
      concurrency,
      sourceBuckets,
    });
    this.output({ bulkStateMachineArn: machine.stateMachineArn });
    return machine;
  }

  private addMigration(): OrderMigration {
    const { data, bus, alerts, defaults, config } = this;
    const steps = new OrderSteps(this, 'Steps', { data, bus, defaults });
    const migration = new OrderMigration(this, 'OrderMigration', { stage: config.stage, logDays: defaults.logDays, steps, alerts });
    this.output({ orderStateMachineArn: migration.machine.stateMachineArn });
    return migration;
  }

  /** Whoever starts a migration: a payment, the end of a dead execution, the hourly look. */
  private addWhatStarts({ machine, executionsArn }: OrderMigration): void {
    const { data, bus, alerts, defaults, config } = this;
    const tables = grants.tableGrants(data);
    const start = [tables.orders('Query', 'PutItem'), grants.startMigrations(machine), grants.raiseAlerts(alerts)];
    const check = [...start, tables.uploads('BatchGetItem'), grants.readSettings(defaults.settings)];
    const repair = [
      tables.attention,
      grants.observeMigrations(executionsArn),
      grants.publishEvents(bus),
      grants.bucketGrants(data).removeCopies,
      grants.bucketGrants(data).sampleUploads,
    ];
    new PaymentIntake(this, 'PaymentIntake', { payment: config.payment, bus, alerts, defaults, grants: check });
    new ExecutionWatch(this, 'ExecutionWatch', { machine, alerts, defaults, grants: start });
    new Reconciler(this, 'Reconciler', { alerts, defaults, grants: [...check, ...repair] });
  }

  private output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
