import { MemorySessions } from '../../fakes/sessions/memory-sessions.ts';
import { describeSessions } from './describe-sessions.ts';

describeSessions('MemorySessions', () => new MemorySessions());
