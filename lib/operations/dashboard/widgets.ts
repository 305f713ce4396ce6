import {
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
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

/** A table of what a query finds in a log, a third of the dashboard wide. */
export const logTable = (
  title: string,
  logGroupName: string,
  queryLines: string[],
): LogQueryWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [logGroupName],
    queryLines,
    view: LogQueryVisualizationType.TABLE,
    width: third,
    height: 6,
  });

/** A row of figures over the time that is looked at. */
export const figures = (title: string, metrics: IMetric[], width = third): SingleValueWidget =>
  new SingleValueWidget({ title, metrics, width, height: 6, setPeriodToTimeRange: true });
