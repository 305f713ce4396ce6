import { createSign, createVerify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig } from '../../../lib/config.ts';
import {
  type DeliveryKey,
  deliveryKeySecret,
  keyRing,
} from '../../../lib/delivery/delivery-keys.ts';
import { DeliveryStack } from '../../../lib/delivery/delivery-stack.ts';
import { DataStack } from '../../../lib/stacks/data-stack.ts';
import { propertiesOf } from '../../lib/synthesize.ts';
import { temporaryApp } from '../../lib/temporary-app.ts';
import { memoryRing } from './memory-ring.ts';

const config = defaultConfig('prod');
const policy = JSON.stringify({
  Statement: [
    {
      Resource: 'https://files.example.com/photos/o/u',
      Condition: { DateLessThan: { 'AWS:EpochTime': 1_800_000_000 } },
    },
  ],
});

/**
 * What a deployment would bring: the public keys CloudFront then accepts, the one that signs, and
 * its secret.
 */
const deploy = (keys: readonly DeliveryKey[]) => {
  const ring = keyRing(keys);
  if (!ring) throw new Error('the command left no two keys');
  const app = temporaryApp();
  const data = new DataStack(app, 'Keepsake-prod-Data', { config, delivers: true });
  const stack = new DeliveryStack(app, 'Keepsake-prod-Delivery', { config, data, keys: ring });
  const template = Template.fromStack(stack);
  const publicKeys = Object.entries(template.findResources('AWS::CloudFront::PublicKey'));
  const encoded = new Map(
    publicKeys.map(([id, { Properties }]) => [id, Properties.PublicKeyConfig.EncodedKey as string]),
  );
  const [[, group] = ['', undefined]] = propertiesOf(template, 'AWS::CloudFront::KeyGroup');
  const accepted: string[] = group.KeyGroupConfig.Items.map(({ Ref }: { Ref: string }) =>
    encoded.get(Ref),
  );
  const active = encoded.get(template.findOutputs('activeKeyPairId').activeKeyPairId?.Value.Ref);
  return { accepted, active, known: encoded.size, secretName: stack.signing.secretName };
};

/** As CloudFront has it: RSA-SHA1 over the policy. */
const sign = (privateKey: string): string =>
  createSign('RSA-SHA1').update(policy).sign(privateKey, 'base64');
const isAccepted = (signature: string, accepted: readonly string[]): boolean =>
  accepted.some((key) => createVerify('RSA-SHA1').update(policy).verify(key, signature, 'base64'));

describe('the rotation drill: first keys, then three rotations, each deployed', () => {
  const drill = async () => {
    const ring = memoryRing();
    const rounds = [];
    for (let round = 0; round < 4; round += 1) {
      await ring.rotate();
      rounds.push({
        round,
        keys: ring.keys(),
        deployed: deploy(ring.keys()),
        secrets: ring.secretNames(),
      });
      ring.use();
    }
    return { ring, rounds };
  };
  const done = drill();

  it.each([0, 1, 2, 3])('round %i: the group is exactly the two newest keys', async (round) => {
    const { rounds, ring } = await done;
    // The first run makes two, newest first; every later one puts another in front.
    const born = [ring.made[1], ring.made[0], ...ring.made.slice(2)]
      .slice(0, round + 2)
      .map((pair) => pair?.key.publicKey);
    expect(rounds[round]?.deployed.accepted).toEqual(born.slice(-2).reverse());
    expect(rounds[round]?.deployed.known).toBe(2);
  });

  it.each([0, 1, 2, 3])(
    'round %i: what signs is the newest key, with its own secret',
    async (round) => {
      const { deployed, keys, secrets } = (await done).rounds[round] ?? {};
      const [newest] = keys ?? [];
      expect(deployed?.active).toBe(newest?.publicKey);
      expect(deployed?.secretName).toBe(newest && deliveryKeySecret('prod', newest));
      expect(secrets).toContain(deployed?.secretName);
    },
  );

  it.each([1, 2, 3])(
    'round %i: a URL signed just before the rotation still opens',
    async (round) => {
      const { rounds, ring } = await done;
      const before = rounds[round - 1]?.keys[0];
      const privateKey =
        ring.made.find(({ key }) => key.fingerprint === before?.fingerprint)?.privateKey ?? '';
      expect(isAccepted(sign(privateKey), rounds[round]?.deployed.accepted ?? [])).toBe(true);
    },
  );

  it.each([1, 2, 3])(
    'round %i: a URL signed with the key before that no longer does',
    async (round) => {
      const { rounds, ring } = await done;
      const dropped = rounds[round - 1]?.keys[1];
      const privateKey =
        ring.made.find(({ key }) => key.fingerprint === dropped?.fingerprint)?.privateKey ?? '';
      expect(isAccepted(sign(privateKey), rounds[round]?.deployed.accepted ?? [])).toBe(false);
    },
  );

  it('leaves two secrets and has given up the others, oldest first', async () => {
    const { ring, rounds } = await done;
    expect(ring.secretNames()).toHaveLength(2);
    expect(ring.privateKeys.removed).toEqual(
      [0, 1, 2].map((round) =>
        deliveryKeySecret('prod', rounds[round]?.keys[1] ?? { fingerprint: '' }),
      ),
    );
  });
});
