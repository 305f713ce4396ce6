import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  attentionIndex,
  auditIndexes,
  batchesIndex,
  claimedIndex,
  claimerIndex,
  deliveryIndexes,
  erasuresIndex,
  heldPaymentsIndex,
  jobOwnerIndex,
  jobStatusIndex,
  linkMakerIndex,
  orderLinksIndex,
  orderOwnerIndex,
  uploadIndexes,
} from '../../core/table-indexes.ts';
import type { Issuer } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { type ReplicaBucket, replicaBucketOf } from '../replica/replica-bucket.ts';
import { replicate } from '../replica/replication.ts';
import type { ConsoleSignIn } from '../sessions/console-client.ts';
import { Identity } from '../sessions/identity.ts';
import { replicaKeyOf } from '../shared/keys/replica-key.ts';
import type { StageKey } from '../shared/keys/stage-key.ts';
import { RecordTable } from '../shared/record-table.ts';
import { isProtected } from '../shared/removal-policy.ts';
import type { StageData } from '../shared/stage-data.ts';
import { AccessLogBucket } from '../storage/access-log-bucket.ts';
import { DataKeys } from '../storage/data-keys.ts';
import { FilesBucket } from '../storage/files-bucket.ts';
import { UploadsBucket } from '../storage/uploads-bucket.ts';

type DataStackProps = StackProps & {
  config: Config;
  /** Whether the stage has a Delivery stack. */
  delivers: boolean;
};

/** Everything that must survive a deployment going wrong: buckets, tables and users. */
export class DataStack extends Stack implements StageData {
  readonly uploadsBucket: Bucket;
  readonly filesBucket: Bucket;
  readonly replica: ReplicaBucket | undefined;
  readonly uploads: RecordTable;
  readonly orders: TableV2;
  readonly sessions: TableV2;
  readonly links: TableV2;
  readonly batches: TableV2;
  readonly jobs: TableV2;
  readonly stats: TableV2;
  readonly quotas: TableV2;
  readonly erasures: TableV2;
  readonly audit: TableV2;
  readonly deliveries: TableV2;
  /** The pool of the stage, unless users come from an issuer or a pool of their own. */
  readonly auth: Issuer | undefined;
  /** How operators sign in to the console at that pool. */
  readonly consoleSignIn: ConsoleSignIn | undefined;

  constructor(scope: Construct, id: string, { config, delivers, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: isProtected(scope, config) });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', config);
    this.uploadsBucket = new UploadsBucket(this, 'Uploads', { config, accessLogs });
    this.filesBucket = new FilesBucket(this, 'Files', { config, delivers, accessLogs });
    this.replica = replicaBucketOf(this, config);
    if (this.replica) {
      const { bucketName: replicaBucket, region: replicaRegion } = this.replica;
      this.output({ replicaBucket, replicaRegion });
    }
    this.uploads = new RecordTable(this, 'UploadsTable', {
      config,
      partitionKey: 'uploadId',
      indexes: Object.values(uploadIndexes),
      isStreamed: true,
    });
    this.orders = new RecordTable(this, 'OrdersTable', {
      config,
      partitionKey: 'orderId',
      sortKey: 'item',
      indexes: [attentionIndex, orderOwnerIndex, heldPaymentsIndex],
    });
    this.sessions = new RecordTable(this, 'SessionsTable', {
      config,
      partitionKey: 'tokenHash',
      indexes: [claimedIndex, claimerIndex],
    });
    this.links = new RecordTable(this, 'LinksTable', {
      config,
      partitionKey: 'tokenHash',
      indexes: [orderLinksIndex, linkMakerIndex],
    });
    this.batches = new RecordTable(this, 'BatchesTable', {
      config,
      partitionKey: 'batchId',
      sortKey: 'item',
      indexes: [batchesIndex],
    });
    this.jobs = new RecordTable(this, 'JobsTable', {
      config,
      partitionKey: 'jobId',
      indexes: [jobOwnerIndex, attentionIndex, jobStatusIndex],
    });
    this.stats = new RecordTable(this, 'StatsTable', {
      config,
      partitionKey: 'scope',
      sortKey: 'counter',
    });
    this.quotas = new RecordTable(this, 'QuotasTable', { config, partitionKey: 'counter' });
    this.erasures = new RecordTable(this, 'ErasuresTable', {
      config,
      partitionKey: 'uploadId',
      indexes: [erasuresIndex],
    });
    this.audit = new RecordTable(this, 'AuditTable', {
      config,
      partitionKey: 'entryId',
      indexes: Object.values(auditIndexes),
    });
    this.deliveries = new RecordTable(this, 'DeliveriesTable', {
      config,
      partitionKey: 'deliveryId',
      indexes: Object.values(deliveryIndexes),
    });
    const here = this.keys(config, delivers);
    const there = replicaKeyOf(this, config, 'replica-files');
    const { replica } = this;
    if (replica) replicate(this.filesBucket, { replica, keys: here && there && { here, there } });
    const identity = config.auth.issuer || config.auth.pool ? undefined : this.addPool(config);
    this.auth = identity?.auth;
    this.consoleSignIn = identity?.consoleSignIn;
    this.outputs(config);
  }

  /** Encrypts with keys of the stage's own, if it has any; the key of permanent files. */
  private keys(config: Config, delivers: boolean): StageKey | undefined {
    const { ownKeys } = config;
    const { uploadsBucket: uploads, filesBucket: files } = this;
    return (
      ownKeys && new DataKeys(this, 'Keys', { config, ownKeys, delivers, uploads, files }).files
    );
  }

  private addPool(config: Config): Identity {
    const identity = new Identity(this, 'Identity', { config });
    const { pool, client } = identity;
    this.output({ userPoolId: pool.userPoolId, userPoolClientId: client.userPoolClientId });
    return identity;
  }

  private outputs(config: Config): void {
    this.output({
      uploadsBucket: this.uploadsBucket.bucketName,
      filesBucket: this.filesBucket.bucketName,
      uploadsTable: this.uploads.tableName,
      ordersTable: this.orders.tableName,
      sessionsTable: this.sessions.tableName,
      linksTable: this.links.tableName,
      batchesTable: this.batches.tableName,
      jobsTable: this.jobs.tableName,
      statsTable: this.stats.tableName,
      quotasTable: this.quotas.tableName,
      erasuresTable: this.erasures.tableName,
      auditTable: this.audit.tableName,
      deliveriesTable: this.deliveries.tableName,
      // For the command line, which registers legacy files and cannot read lib/config.ts.
      categories: JSON.stringify(config.categories),
      ...(config.delivery.legacyBaseUrl !== undefined && {
        legacyBaseUrl: config.delivery.legacyBaseUrl,
      }),
    });
  }

  private output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
