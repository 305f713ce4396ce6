import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeJobs } from './describe-jobs.ts';

describeJobs('DynamoJobs', () => new DynamoJobs(documents, local.tables.jobs));
