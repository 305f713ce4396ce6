import { MemoryJobs } from '../../fakes/jobs/memory-jobs.ts';
import { describeJobs } from './describe-jobs.ts';

describeJobs('MemoryJobs', () => new MemoryJobs());
