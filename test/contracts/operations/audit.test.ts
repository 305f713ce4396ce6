import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import { describeAudit } from './describe-audit.ts';

describeAudit('MemoryAudit', () => new MemoryAudit());
