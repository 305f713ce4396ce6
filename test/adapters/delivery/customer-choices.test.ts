import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CloudFrontDeliverySigner } from '../../../adapters/delivery/cloudfront-delivery-signer.ts';
import { DeliveryByStorage } from '../../../adapters/delivery/delivery-by-storage.ts';
import { S3DeliverySigner } from '../../../adapters/delivery/s3-delivery-signer.ts';
import { followLink } from '../../../core/delivery/follow-link.ts';
import { createLink } from '../../../core/delivery/manage-links.ts';
import { inlineTypes } from '../../../core/storage/model/inline-types.ts';
import { aFile, aPaidOrder, arrived, kept } from '../../core/builders/records.ts';
import { aDeliveryWorld, alice } from '../../core/builders/world.ts';
import { anyText } from '../../fuzz/any-text.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const aDeployedWorld = () => {
  const world = aDeliveryWorld();
  const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
  const permanent = new CloudFrontDeliverySigner({
    domain: 'cdn.example.com',
    keyPairId: 'K2',
    privateKey: { get: async () => privateKey },
  });
  const temporary = new S3DeliverySigner({
    region: 'eu-central-1',
    credentials,
    clock: world.clock,
  });
  return { ...world, signer: new DeliveryByStorage({ permanent, temporary }) };
};

const trouble = [
  '../',
  '..\\',
  '\r\nlocation: //evil.example',
  '"; x="',
  '//evil.example/',
  '@evil.example',
  '?a=b&versionId=v0',
  '#',
  '%00',
  '\u202e',
  '\ud800',
];

/** Any text that a customer may write. */
const anything = fc.oneof(
  anyText(),
  fc
    .array(fc.oneof(fc.constantFrom(...trouble), fc.string({ maxLength: 5 })), { maxLength: 6 })
    .map((all) => all.join('')),
);

const choices = fc.record({
  role: anything,
  fileName: anything,
  legacyPath: anything,
  isPublic: fc.boolean(),
  contentType: fc.constantFrom('image/jpeg', 'image/png', 'video/mp4', 'application/zip'),
});

/**
 * An order of one file of which the customer chose everything they can choose, and what its link
 * leads to.
 */
const delivered = async (
  put: typeof kept | typeof arrived,
  { role, ...chosen }: { role: string } & Parameters<typeof kept>[2] & object,
) => {
  const world = aDeployedWorld();
  put(world, 'upl_1', { ...chosen, source: 'local' });
  world.orders.put(aPaidOrder(), [aFile(role, { uploadId: 'upl_1' })]);
  const { token } = await createLink({ ...world, linkDays: 1 }, alice, 'ord_1', { role });
  const [file] = (await followLink(world, token)).files;
  return new URL(file?.url ?? '');
};

describe('nothing a customer chose', () => {
  it('changes origin, path, type or disposition of a temporary file', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (chosen) => {
        const url = await delivered(arrived, chosen);
        expect([url.origin, url.pathname]).toEqual([
          'https://uploads-bucket.s3.eu-central-1.amazonaws.com',
          '/temp/usr_alice/upl_1',
        ]);
        expect(url.searchParams.getAll('response-content-type')).toEqual([chosen.contentType]);
        expect(url.searchParams.getAll('response-content-disposition')).toEqual([
          expect.stringMatching(
            inlineTypes.includes(chosen.contentType)
              ? /^inline; [\x20-\x7e]+$/
              : /^attachment; [\x20-\x7e]+$/,
          ),
        ]);
        expect(url.searchParams.getAll('versionId')).toHaveLength(1);
      }),
    );
  });

  it('changes origin or path of a permanent file, whose type and disposition are the object’s own', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (chosen) => {
        const url = await delivered(kept, chosen);
        expect([url.origin, url.pathname]).toEqual([
          'https://cdn.example.com',
          '/photos/ord_1/upl_1',
        ]);
        expect([...url.searchParams.keys()]).toEqual([
          'Expires',
          'Signature',
          'Key-Pair-Id',
          'Hash-Algorithm',
        ]);
      }),
    );
  });
});
