import type { S3Client } from '@aws-sdk/client-s3';
import { addressings } from '../../../adapters/bulk/transfer/s3/s3-place.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import { profileEndpoint } from '../../aws-profile.ts';
import { oneOf, textOf } from '../../option-values.ts';
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
    'source-profile': {
      type: 'string',
      value: 'name',
      help: "s3: ~/.aws profile with the source's credentials (AWS_PROFILE)",
    },
    'source-addressing': {
      type: 'string',
      value: addressings.join('|'),
      help: "s3: where the source's endpoint expects the bucket's name (path)",
    },
    'source-requester-pays': {
      type: 'boolean',
      help: 's3: agree to pay for reading the source, a bucket with Requester Pays',
    },
    'source-region': { type: 'string', value: 'name', help: 's3: region of the source' },
  },
  plan: (operand, values) => {
    const profile = textOf(values, 'source-profile');
    const addressing = oneOf(values, 'source-addressing', addressings);
    const { AWS_ENDPOINT_URL_S3: ofS3, AWS_ENDPOINT_URL: ofAll } = process.env;
    const endpoint =
      textOf(values, 'source-endpoint-url') ??
      (profile === undefined ? (ofS3 ?? ofAll) : undefined) ??
      profileEndpoint(process.env, profile);
    const region = textOf(values, 'source-region');
    const address = s3Address(operand);
    if (endpoint !== undefined) webAddress("The source's endpoint", endpoint);
    const options = {
      ...address,
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(addressing !== undefined && { addressing }),
      ...(values['source-requester-pays'] === true && { requesterPays: true }),
    };
    return { kind: 's3', description: operand, options };
  },
  open: async (plan) => {
    const { S3Source } = await import('../../../adapters/bulk/sources/s3.ts');
    const { s3ClientOf, sourceAccess } = await import('../../aws-access.ts');
    const { options } = plan.source;
    const { bucket, prefix, endpoint } = options;
    const client = await s3ClientOf(await sourceAccess(options));
    if (options.requesterPays) payForRequests(client);
    return new S3Source(client, {
      bucket,
      prefix,
      anyName: takesAnyName(plan),
      ...(endpoint !== undefined && { endpoint }),
    });
  },
  engineSettings: async ({ source: { options } }) => {
    const { reachedPlace, sourceAccess } = await import('../../aws-access.ts');
    const access = await sourceAccess(options);
    const { requesterPays = false } = options;
    const place = { ...reachedPlace(access), ...(requesterPays && { requesterPays }) };
    return { source: { place, credentials: access.credentials } };
  },
};

/** Before requests are signed, because the signature covers the header. */
const payForRequests = ({ middlewareStack }: S3Client): void =>
  middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers['x-amz-request-payer'] = 'requester';
      return next(args);
    },
    { step: 'build', name: 'payForRequests' },
  );
