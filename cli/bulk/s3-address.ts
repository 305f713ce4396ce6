import { bucketNamePattern } from '../../core/contract.ts';
import { CommandProblem } from '../command-problem.ts';
import { shown } from '../web-address.ts';

const address = new RegExp(`^s3://(${bucketNamePattern.source})(?:/(.*))?$`);

/** Parts of `s3://bucket/prefix`; the prefix is empty or ends in `/`. Throws `CommandProblem`. */
export const s3Address = (text: string): { bucket: string; prefix: string } => {
  const { bucket, prefix } = bucketAndPrefix(text);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
};

const bucketAndPrefix = (text: string): { bucket: string; prefix: string } => {
  const [, bucket, prefix = ''] = address.exec(text) ?? [];
  if (bucket === undefined)
    throw new CommandProblem(
      `'${shown(text)}' is not s3://bucket or s3://bucket/prefix.${adviceFor(text)}`,
    );
  if (bucket.endsWith('--x-s3'))
    throw new CommandProblem(
      `${bucket} is a directory bucket. Name another one: S3 lists these in no order, and a ` +
        'migration could not be resumed.',
    );
  return { bucket, prefix };
};

/** What a name that no bucket can have may be meant as. */
const adviceFor = (text: string): string =>
  text.startsWith('s3://arn:') ? ' Name an access point by its alias: s3://<alias>/prefix.' : '';
