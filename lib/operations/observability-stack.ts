import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnMonitoringSubscription } from 'aws-cdk-lib/aws-cloudfront';
import { Dashboard, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import type { DeliveryStack } from '../delivery/delivery-stack.ts';
import { useRunbook } from '../shared/runbook.ts';
import { Alarms } from './alarms.ts';
import { Budget } from './budget.ts';
import { batchRow } from './dashboard/batch-row.ts';
import { costRow } from './dashboard/cost-row.ts';
import { deliveryRow } from './dashboard/delivery-row.ts';
import { orderRows, uploadRow } from './dashboard/order-row.ts';
import { platformRows } from './dashboard/platform-rows.ts';
import type { ObservedStacks } from './observed-parts.ts';
import { challengeAlarm, ownAlarms, replicaAlarm } from './own-alarms.ts';
import { platformAlarms } from './platform-alarms.ts';

type ObservabilityProps = StackProps &
  ObservedStacks & {
    config: Config;
    delivery?: DeliveryStack | undefined;
  };

/** Dashboard and alarms for operators. The stack only reads: it can be deployed anew. */
export class ObservabilityStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, data, service, operators, delivery, ...props }: ObservabilityProps,
  ) {
    super(scope, id, props);
    useRunbook(this, config);
    const stacks = { data, service, operators };
    const { stage, observability, alertEmails: emails } = config;
    new Alarms(this, 'Alarms', {
      alerts: service.alerts,
      specs: [
        ...ownAlarms(stage),
        ...(config.challenge ? [challengeAlarm(stage)] : []),
        ...(config.replica && config.integrity ? [replicaAlarm(stage)] : []),
        ...platformAlarms(stacks),
      ],
    });
    const widgets = [
      ...this.rows(stage, stacks),
      ...(delivery ? [deliveryRow(delivery.distributionId)] : []),
    ];
    const { dashboardName } = new Dashboard(this, 'Dashboard', {
      dashboardName: `keepsake-${stage}`,
      widgets,
    });
    new CfnOutput(this, 'dashboardName', { value: dashboardName });
    if (delivery && observability.cacheHitRatio) this.measureCacheHits(delivery.distributionId);
    const { monthlyBudgetUsd: monthlyUsd } = observability;
    if (monthlyUsd !== undefined) new Budget(this, 'Budget', { stage, monthlyUsd, emails });
  }

  private rows(stage: string, stacks: ObservedStacks): IWidget[][] {
    return [
      ...orderRows(stage),
      uploadRow(stage),
      batchRow(stage),
      ...platformRows(stacks),
      costRow(stage, stacks),
    ];
  }

  private measureCacheHits(distributionId: string): void {
    const monitoringSubscription = {
      realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
    };
    new CfnMonitoringSubscription(this, 'CacheHits', { distributionId, monitoringSubscription });
  }
}
