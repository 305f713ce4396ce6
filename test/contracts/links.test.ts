import { MemoryLinks } from '../fakes/memory-links.ts';
import { describeLinks } from './describe-links.ts';

describeLinks('MemoryLinks', () => new MemoryLinks());
