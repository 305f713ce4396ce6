import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { encryptBucket } from '../shared/keys/encrypt-bucket.ts';
import type { OwnKeys } from '../shared/keys/own-keys-schema.ts';
import type { ReplicaKeyPurpose } from '../shared/keys/replica-key.ts';
import { type StageKey, stageKey } from '../shared/keys/stage-key.ts';

type ReplicaKeysProps = {
  config: Config;
  ownKeys: OwnKeys;
  files: Bucket;
  /** Where exports of the tables go. */
  exports: Bucket | undefined;
  /** The stage's own region. */
  home: string | undefined;
};

/** The stage's own keys in the second region: one for files, one for records if any lie there. */
export class ReplicaKeys extends Construct {
  /** The key of the copies of permanent files. */
  readonly files: StageKey;

  constructor(scope: Construct, id: string, props: ReplicaKeysProps) {
    super(scope, id);
    const { config, ownKeys, files, exports, home } = props;
    const { replicaKeyArn: keyArn } = ownKeys;
    const key = (purpose: ReplicaKeyPurpose, service: string, otherRegion?: string) => {
      const through = { services: [service], otherRegion };
      return stageKey(this, purpose, { config, ownKeys, purpose, through, keyArn });
    };
    this.files = key('replica-files', 's3');
    encryptBucket(files, this.files);
    if (config.replica?.tables === 'global') key('replica-records', 'dynamodb', home);
    if (exports) encryptBucket(exports, key('replica-records', 's3'));
  }
}
