import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnMonitoringSubscription } from 'aws-cdk-lib/aws-cloudfront';
import { Dashboard, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { Alarms } from '../constructs/alarms.ts';
import { Budget } from '../constructs/budget.ts';
import { batchRow } from '../constructs/dashboard/batch-row.ts';
import { costRow } from '../constructs/dashboard/cost-row.ts';
import { deliveryRow } from '../constructs/dashboard/delivery-row.ts';
import { orderRows, uploadRow } from '../constructs/dashboard/order-row.ts';
import { platformRows } from '../constructs/dashboard/platform-rows.ts';
import { ownAlarms } from '../constructs/own-alarms.ts';
import { platformAlarms } from '../constructs/platform-alarms.ts';
import { useRunbook } from '../runbook.ts';
import type { DataStack } from './data-stack.ts';
import type { DeliveryStack } from './delivery-stack.ts';
import type { ServiceStack } from './service-stack.ts';

type ObservabilityProps = StackProps & { config: Config; data: DataStack; service: ServiceStack; delivery?: DeliveryStack | undefined };

/** What operators look at and are told: it only reads, and can be thrown away and deployed again. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, { config, data, service, delivery, ...props }: ObservabilityProps) {
    super(scope, id, props);
    useRunbook(this, config);
    const { stage, observability, alertEmails: emails } = config;
    new Alarms(this, 'Alarms', { alerts: service.alerts, specs: [...ownAlarms(stage), ...platformAlarms(service, data)] });
    const widgets = [...this.rows(stage, data, service), ...(delivery ? [deliveryRow(delivery.distributionId)] : [])];
    const { dashboardName } = new Dashboard(this, 'Dashboard', { dashboardName: `keepsake-${stage}`, widgets });
    new CfnOutput(this, 'dashboardName', { value: dashboardName });
    if (delivery && observability.cacheHitRatio) this.measureCacheHits(delivery.distributionId);
    const { monthlyBudgetUsd: monthlyUsd } = observability;
    if (monthlyUsd !== undefined) new Budget(this, 'Budget', { stage, monthlyUsd, emails });
  }

  private rows(stage: string, data: DataStack, service: ServiceStack): IWidget[][] {
    return [...orderRows(stage), uploadRow(stage), batchRow(stage), ...platformRows(service), costRow(stage, data, service)];
  }

  private measureCacheHits(distributionId: string): void {
    const monitoringSubscription = { realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' } };
    new CfnMonitoringSubscription(this, 'CacheHits', { distributionId, monitoringSubscription });
  }
}
