import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { stackOutputs } from '../../adapters/aws/stacks.ts';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import { FirstDeployProblem } from '../first-deploy/first-deploy-problem.ts';
import { findOperator } from '../first-deploy/stage/operator.ts';
import { fillIndexes } from './fill-indexes.ts';

// npm run fill-indexes -- --stage <stage>: once, after a stage of version 0.1.0 was updated.

const tablesOf = async (stage: string) => {
  const stack = stackNameOf(stage, 'Data');
  const where = await findOperator(process.env.AWS_ENDPOINT_URL);
  const outputs = await stackOutputs(where, stack);
  const { ordersTable: orders, jobsTable: jobs, erasuresTable: erasures } = outputs ?? {};
  if (orders === undefined || jobs === undefined || erasures === undefined)
    throw new FirstDeployProblem(`No stack ${stack} with its tables is deployed here.`);
  return { orders, jobs, erasures };
};

const run = async (): Promise<number> => {
  const { stage } = parseArgs({ options: { stage: { type: 'string' } } }).values;
  if (stage === undefined) {
    process.stderr.write('npm run fill-indexes -- --stage <stage>\n');
    return 2;
  }
  const filled = await fillIndexes(documentClient(new DynamoDBClient({})), await tablesOf(stage));
  for (const [table, count] of Object.entries(filled))
    process.stdout.write(`${table}: ${count} records of version 0.1.0 are listed now\n`);
  return 0;
};

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof FirstDeployProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 2;
});
