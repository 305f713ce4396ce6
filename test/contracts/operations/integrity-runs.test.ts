import { MemoryIntegrityRuns } from '../../fakes/operations/memory-integrity-runs.ts';
import { describeIntegrityRuns } from './describe-integrity-runs.ts';

describeIntegrityRuns('MemoryIntegrityRuns', () => new MemoryIntegrityRuns());
