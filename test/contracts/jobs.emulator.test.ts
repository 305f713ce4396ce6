import { DynamoJobs } from '../../adapters/jobs/dynamo-jobs.ts';
import { describeJobs } from './describe-jobs.ts';
import { documents, local } from './emulator.ts';

describeJobs('DynamoJobs', () => new DynamoJobs(documents, local.tables.jobs));
