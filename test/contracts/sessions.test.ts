import { MemorySessions } from '../fakes/memory-sessions.ts';
import { describeSessions } from './describe-sessions.ts';

describeSessions('MemorySessions', () => new MemorySessions());
