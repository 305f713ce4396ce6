import { MemoryIdempotentRequests } from '../../fakes/shared/memory-idempotent-requests.ts';
import { describeIdempotentRequests } from './describe-idempotent-requests.ts';

describeIdempotentRequests('MemoryIdempotentRequests', () => new MemoryIdempotentRequests());
