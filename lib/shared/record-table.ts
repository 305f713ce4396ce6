import {
  type Attribute,
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { isProtected, removalPolicyOf } from './removal-policy.ts';

type Index = { name: string; hashKey: string; sortKey: string };

/** Indexes project keys only. The record is then read consistently from the table. */
type RecordTableProps = {
  config: Config;
  partitionKey: string;
  sortKey?: string;
  indexes?: readonly Index[];
  /** Tells of every change, with the record before and after it. */
  isStreamed?: boolean;
};

/** A table of one noun: on demand, point-in-time recovery of 35 days, expiry by `ttl`. */
export class RecordTable extends TableV2 {
  readonly indexNames: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    { config, partitionKey, sortKey, indexes = [], isStreamed = false }: RecordTableProps,
  ) {
    super(scope, id, {
      partitionKey: text(partitionKey),
      ...(sortKey !== undefined && { sortKey: text(sortKey) }),
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'ttl',
      ...((isStreamed || hasReplica(config)) && {
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      }),
      ...(config.replica?.tables === 'global' && {
        replicas: [{ region: config.replica.region }],
      }),
      deletionProtection: isProtected(scope, config),
      removalPolicy: removalPolicyOf(config),
    });
    this.indexNames = indexes.map(({ name }) => name);
    for (const index of indexes) {
      this.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.hashKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/**
 * A replica of a table reads its stream, and CloudFormation changes the stream of no table that has
 * replicas. So the stream comes with the second region, one deployment before `tables` is set.
 */
const hasReplica = ({ replica }: Config): boolean => replica !== undefined;
