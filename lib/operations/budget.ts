import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';

type BudgetProps = { stage: string; monthlyUsd: number; emails: readonly string[] };

/** Dollars a month this stage may cost, told from other things by its cost allocation tag. */
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
    new CfnBudget(this, 'Monthly', {
      budget: {
        budgetName: `keepsake-${stage}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${stage}`] },
      },
      notificationsWithSubscribers: [over('ACTUAL', 80), over('FORECASTED', 100)],
    });
  }
}
