import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { orderEvents } from '../../core/event-names.ts';
import { ApiDomain } from '../api/api-domain.ts';
import { ApiHandlers, addAuthorizer } from '../api/api-handlers.ts';
import { HttpApi } from '../api/http-api.ts';
import { ownersGrants } from '../api/owner-grants.ts';
import { ownersFunctions } from '../api/route-stage.ts';
import { ownIssuerOf, settingsOf } from '../config.ts';
import type { Config } from '../config-schema.ts';
import type { DeliveryStack } from '../delivery/delivery-stack.ts';
import { promoteUploads } from '../jobs/job-grants.ts';
import { ExecutionWatch } from '../orders/execution-watch.ts';
import { OrderMigration } from '../orders/order-migration.ts';
import { OrderSteps } from '../orders/order-steps.ts';
import { PaymentIntake } from '../orders/payment-intake.ts';
import { Promotions } from '../promotions/promotions.ts';
import type { ConsoleSignIn } from '../sessions/console-client.ts';
import { oldPool } from '../sessions/old-pool.ts';
import { Alerts } from '../shared/alerts.ts';
import type { WriteFunction } from '../shared/bundle/write-function.ts';
import * as grants from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { useRunbook } from '../shared/runbook.ts';
import { tableGrants } from '../shared/table-grants.ts';
import { UploadArrivals } from '../uploads/upload-arrivals.ts';
import type { DataStack } from './data-stack.ts';
import { addPaymentParts, addRefundIntake } from './payment-parts.ts';
import { addUpkeep } from './upkeep.ts';

type ServiceProps = StackProps & {
  config: Config;
  data: DataStack;
  /** Signs URLs, unless storage signs its own. */
  delivery?: DeliveryStack | undefined;
  writeFunction: WriteFunction;
};

/** What serves customers and can be deployed anew: API, functions, workflow, queues. */
export class ServiceStack extends Stack {
  private readonly config: Config;
  private readonly data: DataStack;
  /** The operators' alerts. */
  readonly alerts: Topic;
  readonly bus: EventBus;
  readonly api: HttpApi;
  /** The API's address, with a slash at its end. */
  readonly apiUrl: string;
  /** How operators sign in to the console; none where the stage brings an issuer along. */
  readonly consoleSignIn: ConsoleSignIn | undefined;
  readonly orderMigration: OrderMigration;
  readonly defaults: FunctionDefaults;

  constructor(
    scope: Construct,
    id: string,
    { config, data, delivery, writeFunction, ...props }: ServiceProps,
  ) {
    super(scope, id, props);
    useRunbook(this, config);
    this.config = config;
    this.data = data;
    this.alerts = new Alerts(this, 'Alerts', { emails: config.alertEmails }).topic;
    this.bus = new EventBus(this, 'Bus');
    this.output({ eventBusName: this.bus.eventBusName, alertTopicArn: this.alerts.topicArn });
    const { auth, consoleSignIn } = this.users(config, data);
    this.consoleSignIn = consoleSignIn;
    const settings = settingsOf(config, { auth, cloudFront: delivery?.signing.cloudFront });
    const { logDays } = config.retention;
    this.defaults = { stage: config.stage, settings, logDays, writeFunction };
    this.orderMigration = this.addMigration();
    this.addWhatStarts(this.orderMigration);
    const { bus, alerts, defaults } = this;
    addUpkeep(this, { config, data, bus, alerts, defaults, migration: this.orderMigration });
    addRefundIntake(this, { config, data, bus, alerts, defaults });
    this.api = this.addApi(
      delivery ? [grants.signDelivery(this, delivery.signing.secretName)] : [],
    );
    this.apiUrl = this.addAddress(this.api);
    addPaymentParts(this, { config, data, bus, defaults, api: this.api });
  }

  /** The issuer of tokens: the stage's own, the pool of the Data stack, or that of 0.1.0. */
  private users(config: Config, { auth, consoleSignIn }: DataStack) {
    const own = ownIssuerOf(config) ?? auth;
    return own ? { auth: own, consoleSignIn } : oldPool(this, config);
  }

  private addApi(signing: readonly grants.Grant[]): HttpApi {
    const { config, data, defaults, alerts, bus } = this;
    const { requestChecks } = new UploadArrivals(this, 'UploadArrivals', {
      config,
      data,
      alerts,
      defaults,
    });
    const promote = promoteUploads({ data, bus });
    const maxConcurrency = config.consumers.promotions;
    new Promotions(this, 'Promotions', { bus, alerts, defaults, grants: promote, maxConcurrency });
    const handlers = new ApiHandlers(this, 'Handlers', {
      defaults,
      names: ownersFunctions,
      grants: ownersGrants({
        data,
        bus,
        signing,
        challenge: config.challenge ? [grants.verifyChallenges(this, config.challenge)] : [],
        requestChecks,
      }),
      frontDoor: grants.knowFrontDoor(this, config),
    });
    const authorizer = addAuthorizer(handlers, { defaults, data });
    return new HttpApi(this, 'HttpApi', { config, handlers, authorizer, alerts });
  }

  /** The API's address: its own domain if it has one, else that of API Gateway. */
  private addAddress(http: HttpApi): string {
    const { apiDomain } = this.config.delivery;
    const apiUrl = apiDomain ? `https://${apiDomain.name}/` : http.stage.url;
    this.output({ apiUrl, apiId: http.api.apiId });
    if (!apiDomain) return apiUrl;
    const { target } = new ApiDomain(this, 'ApiDomain', { ...apiDomain, http });
    this.output({ apiDomainTarget: target });
    return apiUrl;
  }

  private addMigration(): OrderMigration {
    const { data, bus, alerts, defaults, config } = this;
    const steps = new OrderSteps(this, 'Steps', { data, bus, defaults });
    const migration = new OrderMigration(this, 'OrderMigration', {
      stage: config.stage,
      logDays: defaults.logDays,
      steps,
      alerts,
      gradual: config.gradualDeployment,
    });
    this.output({ orderStateMachineArn: migration.machine.stateMachineArn });
    return migration;
  }

  /** Starters of a migration besides the hourly reconciler: a payment, a dead execution's end. */
  private addWhatStarts(migration: OrderMigration): void {
    const { machine } = migration;
    const { data, bus, alerts, defaults, config } = this;
    const tables = tableGrants(data);
    const start = [
      tables.orders('Query', 'PutItem'),
      grants.startMigrations(migration),
      grants.raiseAlerts(alerts),
    ];
    const intake = [
      ...start,
      tables.uploads('BatchGetItem'),
      grants.readSettings('payment'),
      grants.publishEvents(bus, orderEvents.source, orderEvents.paymentHeld),
    ];
    new PaymentIntake(this, 'PaymentIntake', {
      payment: config.payment,
      consumers: config.consumers,
      bus,
      alerts,
      defaults,
      grants: intake,
    });
    new ExecutionWatch(this, 'ExecutionWatch', {
      machine,
      alerts,
      defaults,
      grants: start,
      // 17 executions a second that all fail, 10 to a run of 0.5 s: one run; the others are room.
      maxConcurrency: config.consumers.endings,
    });
  }

  private output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
