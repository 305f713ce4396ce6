import { DynamoSessions } from '../../adapters/sessions/dynamo-sessions.ts';
import { describeSessions } from './describe-sessions.ts';
import { documents, local } from './emulator.ts';

describeSessions('DynamoSessions', () => new DynamoSessions(documents, local.tables.sessions));
