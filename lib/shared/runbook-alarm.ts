import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { runbookWords } from '../../core/metric-names.ts';
import { serviceOf } from './metrics.ts';
import { runbookOf } from './runbook.ts';

/** The metric of an alarm, which goes off at `threshold` and above. */
export type RunbookAlarmProps = Pick<
  AlarmProps,
  'threshold' | 'comparisonOperator' | 'treatMissingData'
> & {
  /** Name of the alarm and of its section in the runbook. */
  name: string;
  /** The problem behind the alarm, as a sentence. */
  means: string;
  metric: IMetric;
  alerts: ITopic;
  /** Periods in a row; by default 1. */
  evaluationPeriods?: number;
};

/** An alarm whose description links the runbook's section of the same name. */
export class RunbookAlarm extends Alarm {
  constructor(
    scope: Construct,
    id: string,
    { name, means, alerts, evaluationPeriods = 1, ...props }: RunbookAlarmProps,
  ) {
    const { stage, url } = runbookOf(scope);
    super(scope, id, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
      evaluationPeriods,
      alarmName: `${serviceOf(stage)}-${name}`,
      alarmDescription: `${means}${runbookWords}${url}#${name}`,
    });
    this.addAlarmAction(new SnsAction(alerts));
  }
}
