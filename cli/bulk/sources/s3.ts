import { placeAt } from '../../../adapters/bulk/transfer/s3/s3-place.ts';
import { textOf } from '../../option-values.ts';
import { webAddress } from '../../web-address.ts';
import { s3Address } from '../s3-address.ts';
import type { SourceEntry } from './source-entry.ts';

/** A bucket of S3, R2 or a look-alike. */
export const s3: SourceEntry<'s3'> = {
  example: 's3://bucket/prefix',
  recognizes: (operand) => operand.startsWith('s3://'),
  options: {
    'source-endpoint-url': {
      type: 'string',
      value: 'url',
      help: 's3: S3-compatible endpoint of the source, e.g. of R2',
    },
    'source-region': { type: 'string', value: 'name', help: 's3: region of the source' },
  },
  plan: (operand, values) => {
    const endpoint =
      textOf(values, 'source-endpoint-url') ??
      process.env.AWS_ENDPOINT_URL_S3 ??
      process.env.AWS_ENDPOINT_URL;
    const region = textOf(values, 'source-region');
    const address = s3Address(operand);
    if (endpoint !== undefined) webAddress("The source's endpoint", endpoint);
    const options = {
      ...address,
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
    };
    return { kind: 's3', description: operand, options };
  },
  open: async ({ source: { options } }) => {
    const { S3Source } = await import('../../../adapters/bulk/sources/s3.ts');
    const { s3ClientOf, sourceAccess } = await import('../../aws-access.ts');
    const { bucket, prefix, endpoint } = options;
    const client = await s3ClientOf(await sourceAccess(options));
    return new S3Source(client, { bucket, prefix, ...(endpoint !== undefined && { endpoint }) });
  },
  engineSettings: async ({ source: { options } }) => {
    const { sourceAccess } = await import('../../aws-access.ts');
    const access = await sourceAccess(options);
    return { source: { place: placeAt(access), credentials: access.credentials } };
  },
};
