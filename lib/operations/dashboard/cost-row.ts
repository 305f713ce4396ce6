import { Duration } from 'aws-cdk-lib';
import {
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ownMetric } from '../../shared/metrics.ts';
import type { DataStack } from '../../stacks/data-stack.ts';
import type { ServiceStack } from '../../stacks/service-stack.ts';
import { functionsIn, type ObservedStacks, tablesIn } from '../observed-parts.ts';
import { prices, transitionsPerOrder } from '../prices.ts';
import { graph } from './widgets.ts';

const day = { period: Duration.days(1) };

/** Storage by the month and requests by the day, in dollars at list prices: an estimate. */
export const costRow = (stage: string, { data, service, operators }: ObservedStacks): IWidget[] => [
  graph(
    'Storage, $ a month',
    [storageCost('temporary', data.uploadsBucket), storageCost('permanent', data.filesBucket)],
    day,
  ),
  graph(
    'Requests, $ a day',
    [lambdaCost(functionsIn(service, operators)), tableCost(data), ...requestCosts(service, stage)],
    day,
  ),
  graph(
    'Storage, bytes',
    [
      sizeOf(data.uploadsBucket, 'StandardStorage'),
      sizeOf(data.filesBucket, 'IntelligentTieringFAStorage'),
    ],
    day,
  ),
];

const storageCost = (label: string, bucket: Bucket): IMetric =>
  priced(
    label,
    Object.entries(prices.storagePerGbMonth).map(([type, dollars]) => ({
      metric: sizeOf(bucket, type),
      dollars: dollars / 1024 ** 3,
    })),
  );

type Term = { metric: IMetric; dollars: number };

const priced = (label: string, terms: readonly Term[]): IMetric => {
  const ids = idsOf(label, terms.length);
  return new MathExpression({
    expression: sumByPrice(terms, ids),
    usingMetrics: Object.fromEntries(terms.map(({ metric }, index) => [ids[index], metric])),
    label,
    ...day,
  });
};

// Ids are unique in a graph, and a graph shows several of these. Short ids keep the expression
// below CloudWatch's 2,048 characters.
const idsOf = (label: string, count: number): string[] => {
  const prefix = label
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, 3);
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
};

/** Each price once, times the sum of everything that has it. */
const sumByPrice = (terms: readonly Term[], ids: readonly string[]): string =>
  [...Map.groupBy(terms.keys(), (index) => factor(terms[index]?.dollars ?? 0))]
    .map(([price, group]) => {
      const sum = group.map((index) => `FILL(${ids[index]}, 0)`).join(' + ');
      return `${price} * (${sum})`;
    })
    .join(' + ');

// Scientific notation is nothing metric math knows.
const factor = (dollars: number): string => dollars.toFixed(12);

// S3 writes these once a day, for nothing.
const sizeOf = (bucket: Bucket, StorageType: string): IMetric =>
  new Metric({
    namespace: 'AWS/S3',
    metricName: 'BucketSizeBytes',
    dimensionsMap: { BucketName: bucket.bucketName, StorageType },
    statistic: 'Average',
    ...day,
  });

const lambdaCost = (functions: readonly IFunction[]): IMetric =>
  priced(
    'Lambda',
    functions.flatMap((lambda) => [
      {
        metric: lambda.metricInvocations({ statistic: Stats.SUM, ...day }),
        dollars: prices.lambdaPerRequest,
      },
      {
        metric: lambda.metricDuration({ statistic: Stats.SUM, ...day }),
        dollars: (memoryGb(lambda) / 1000) * prices.lambdaPerGbSecond,
      },
    ]),
  );

const memoryGb = ({ node }: IFunction): number =>
  ((node.defaultChild as CfnFunction).memorySize ?? 128) / 1024;

const tableCost = (data: DataStack): IMetric =>
  priced(
    'DynamoDB',
    tablesIn(data).flatMap((table) => [
      {
        metric: table.metricConsumedWriteCapacityUnits({ statistic: Stats.SUM, ...day }),
        dollars: prices.tableWriteUnit,
      },
      {
        metric: table.metricConsumedReadCapacityUnits({ statistic: Stats.SUM, ...day }),
        dollars: prices.tableReadUnit,
      },
    ]),
  );

const requestCosts = (service: ServiceStack, stage: string): IMetric[] => [
  priced('API', [
    {
      metric: service.api.stage.metricCount({ statistic: Stats.SUM, ...day }),
      dollars: prices.apiPerRequest,
    },
  ]),
  priced('Order migration', [
    {
      metric: service.orderMigration.machine.metricStarted(day),
      dollars: prices.stateTransition * transitionsPerOrder,
    },
  ]),
  priced('S3 writes', [
    { metric: ownMetric(stage, 'UploadsCreated', day), dollars: prices.storageWrite },
    { metric: ownMetric(stage, 'FilesKept', day), dollars: prices.storageWrite },
  ]),
];
