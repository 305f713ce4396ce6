import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { throwExplained } from './s3-refusals.ts';

/** Facts of an object. An error of a refusal names its reason. */
export const headObject = async (
  client: S3Client,
  input: HeadObjectCommandInput,
): Promise<HeadObjectCommandOutput> => {
  try {
    return await client.send(new HeadObjectCommand(input));
  } catch (error) {
    return throwExplained(error, () => readFirstByte(client, input));
  }
};

const readFirstByte = async (
  client: S3Client,
  { ChecksumMode: _none, ...input }: HeadObjectCommandInput,
): Promise<void> => {
  const { Body } = await client.send(new GetObjectCommand({ ...input, Range: 'bytes=0-0' }));
  await Body?.transformToByteArray();
};
