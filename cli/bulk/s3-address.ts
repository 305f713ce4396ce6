import { bucketNamePattern } from '../../core/contract.ts';
import { CommandProblem } from '../command-problem.ts';
import { shown } from '../web-address.ts';

const address = new RegExp(`^s3://(${bucketNamePattern.source})(?:/(.*))?$`);

const bucketAndPrefix = (text: string): { bucket: string; prefix: string } => {
  const [, bucket, prefix = ''] = address.exec(text) ?? [];
  if (bucket === undefined)
    throw new CommandProblem(`'${shown(text)}' is not s3://bucket or s3://bucket/prefix.`);
  return { bucket, prefix };
};

/**
 * `s3://bucket/prefix` as its parts; the prefix is empty or ends in `/`. Throws `CommandProblem`.
 */
export const s3Address = (text: string): { bucket: string; prefix: string } => {
  const { bucket, prefix } = bucketAndPrefix(text);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
};
