import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { awsError } from '../aws/aws-errors.ts';

/** A refusal of HEAD has no body, and one of these statuses has many reasons. */
const isUnexplained = (error: unknown): boolean =>
  [400, 403].includes(awsError(error).$metadata?.httpStatusCode ?? 0);

/**
 * Facts of an object. Storage refuses HEAD without a reason: it is asked for the first byte then,
 * and the error names what it says to that, e.g. `ExpiredToken`.
 */
export const headObject = async (
  client: S3Client,
  input: HeadObjectCommandInput,
): Promise<HeadObjectCommandOutput> => {
  try {
    return await client.send(new HeadObjectCommand(input));
  } catch (error) {
    if (isUnexplained(error)) await readFirstByte(client, input);
    throw error;
  }
};

const readFirstByte = async (
  client: S3Client,
  { ChecksumMode: _none, ...input }: HeadObjectCommandInput,
): Promise<void> => {
  const { Body } = await client.send(new GetObjectCommand({ ...input, Range: 'bytes=0-0' }));
  await Body?.transformToByteArray();
};
