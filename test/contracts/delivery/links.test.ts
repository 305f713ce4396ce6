import { MemoryLinks } from '../../fakes/delivery/memory-links.ts';
import { describeLinks } from './describe-links.ts';

describeLinks('MemoryLinks', () => new MemoryLinks());
