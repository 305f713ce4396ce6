import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { awsAt } from '../local/signed-fetch.ts';

/** Deletes a stack that the previous release does not know, before that release is deployed. */
export const removeStack = async (endpoint: string, StackName: string): Promise<void> => {
  const client = new CloudFormationClient(awsAt(endpoint));
  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 600, minDelay: 1 }, { StackName });
};
