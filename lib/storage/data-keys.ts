import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { encryptBucket } from '../shared/keys/encrypt-bucket.ts';
import type { OwnKeys } from '../shared/keys/own-keys-schema.ts';
import { replicaKeyOf } from '../shared/keys/replica-key.ts';
import { type StageKey, stageKey } from '../shared/keys/stage-key.ts';
import { allowDecryption, readingDistribution } from './cloudfront-read.ts';

type DataKeysProps = {
  config: Config;
  ownKeys: OwnKeys;
  delivers: boolean;
  uploads: Bucket;
  files: Bucket;
};

/** A key for each kind of data: temporary files, permanent files, records. */
export class DataKeys extends Construct {
  /** The key of permanent files. */
  readonly files: StageKey;

  constructor(
    scope: Construct,
    id: string,
    { config, ownKeys, delivers, uploads, files }: DataKeysProps,
  ) {
    super(scope, id);
    const { keyArn } = ownKeys;
    const key = (purpose: string, service: string, otherRegion?: string) => {
      const through = { services: [service], otherRegion };
      return stageKey(this, purpose, { config, ownKeys, purpose, through, keyArn });
    };
    this.files = key('files', 's3');
    encryptBucket(uploads, key('uploads', 's3'));
    encryptBucket(files, this.files);
    const there =
      config.replica?.tables === 'global'
        ? replicaKeyOf(this, config, 'replica-records')
        : undefined;
    this.encryptTables(key('records', 'dynamodb', there?.region), there?.arn);
    const reader = config.delivery.enabled && readingDistribution(config.delivery, delivers);
    if (reader) allowDecryption(this.files, reader);
  }

  /** Every replica of a table needs a key of its region. CDK puts the stack's own one last. */
  private encryptTables({ keyArn }: StageKey, keyThere: string | undefined): void {
    for (const table of Stack.of(this).node.findAll()) {
      if (!(table instanceof CfnGlobalTable)) continue;
      table.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
      const keys = keyThere === undefined ? [keyArn] : [keyThere, keyArn];
      for (const [index, KMSMasterKeyId] of keys.entries())
        table.addPropertyOverride(`Replicas.${index}.SSESpecification`, { KMSMasterKeyId });
    }
  }
}
