import { awsError } from '../aws/aws-errors.ts';

/** Takes a failed condition for an answer: the item already is as the write wanted it. */
export const unlessConditionFailed = (error: unknown): void => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
};
