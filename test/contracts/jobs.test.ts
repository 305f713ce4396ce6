import { MemoryJobs } from '../fakes/memory-jobs.ts';
import { describeJobs } from './describe-jobs.ts';

describeJobs('MemoryJobs', () => new MemoryJobs());
