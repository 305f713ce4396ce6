import { KeyGroup, PublicKey } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { accountName } from './account-name.ts';
import type { DeliveryKey, KeyRing } from './delivery-keys.ts';

type SigningKeysProps = { stage: string; keys: KeyRing };

/**
 * The keys whose signatures CloudFront accepts: the newest signs, the one before it keeps URLs good
 * that are already out.
 */
export class SigningKeys extends Construct {
  readonly group: KeyGroup;
  /** CloudFront's id of the newest key. Every signed URL has it. */
  readonly activeKeyPairId: string;

  constructor(scope: Construct, id: string, { stage, keys }: SigningKeysProps) {
    super(scope, id);
    const [newest, previous] = [this.publicKey(stage, keys[0]), this.publicKey(stage, keys[1])];
    this.group = new KeyGroup(this, 'Group', {
      keyGroupName: accountName(this, 'Group'),
      items: [newest, previous],
      comment: `Keepsake ${stage}: signed delivery`,
    });
    this.activeKeyPairId = newest.publicKeyId;
  }

  // CloudFront cannot change a key, only add and remove: each has an id of its own.
  private publicKey(stage: string, { fingerprint, publicKey, createdAt }: DeliveryKey): PublicKey {
    const comment = `Keepsake ${stage}: ${fingerprint}, made ${createdAt.slice(0, 10)}`;
    return new PublicKey(this, `Key${fingerprint}`, { encodedKey: publicKey, comment });
  }
}
