import {
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';

const third = 8;

/** A graph a third of the dashboard wide. */
export const graph = (
  title: string,
  left: IMetric[],
  options: Partial<GraphWidgetProps> = {},
): GraphWidget =>
  new GraphWidget({ title, left, width: third, height: 6, leftYAxis: { min: 0 }, ...options });

/** A row of figures over the time that is looked at. */
export const figures = (title: string, metrics: IMetric[], width = third): SingleValueWidget =>
  new SingleValueWidget({ title, metrics, width, height: 6, setPeriodToTimeRange: true });
