import { createHash } from 'node:crypto';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';

type BudgetProps = { stage: string; monthlyUsd: number; emails: readonly string[] };

/** Dollars a month this stage may cost, by its cost allocation tag. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { stage, monthlyUsd, emails }: BudgetProps) {
    super(scope, id);
    const subscribers = emails.map((address) => ({ address, subscriptionType: 'EMAIL' }));
    const over = (notificationType: string, threshold: number) => ({
      notification: {
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    const notifications = [over('ACTUAL', 80), over('FORECASTED', 100)];
    new CfnBudget(this, 'Monthly', {
      budget: {
        budgetName: nameOf(stage, notifications),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${stage}`] },
      },
      notificationsWithSubscribers: notifications,
    });
  }
}

/**
 * Name of a budget that sends these notifications. CloudFormation replaces a budget whose
 * notifications change. It makes the new one first, and AWS refuses a name that is taken.
 */
const nameOf = (stage: string, notifications: object): string => {
  const hash = createHash('sha256').update(JSON.stringify(notifications)).digest('hex');
  return `keepsake-${stage}-${hash.slice(0, 8)}`;
};
