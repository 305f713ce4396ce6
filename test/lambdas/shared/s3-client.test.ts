import { describe, expect, it } from '@jest/globals';
import { hashObject } from '../../../adapters/storage/s3-sha256.ts';
import { s3 } from '../../../lambdas/shared/wiring.ts';
import { StubHandler } from '../../adapters/aws/stub-handler.ts';
import { sourcesBelow, textOf } from '../../architecture/sources.ts';

describe('the S3 client of the functions', () => {
  it('leaves the bodies that we hash to us, and does not ask for their checksums', async () => {
    const network = new StubHandler(() => ({
      headers: { 'x-amz-checksum-crc64nvme': 'wrong', 'x-amz-checksum-type': 'FULL_OBJECT' },
      body: 'abc',
    }));
    const client = s3();
    Object.assign(client.config, {
      useFipsEndpoint: async () => false,
      useDualstackEndpoint: async () => false,
      requestHandler: network,
      region: async () => 'eu-west-1',
      credentials: async () => ({ accessKeyId: 'id', secretAccessKey: 'secret' }),
    });
    expect(await hashObject(client, { bucket: 'files', key: 'a', versionId: 'v1' })).toBe(
      'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
    );
    expect(network.only.headers).not.toHaveProperty('x-amz-checksum-mode');
  });

  it('is the only one they make', () => {
    const making = sourcesBelow('lambdas').filter((file) => textOf(file).includes('new S3Client('));
    expect(making).toEqual(['lambdas/shared/wiring.ts']);
  });
});
