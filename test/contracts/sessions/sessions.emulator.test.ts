import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeSessions } from './describe-sessions.ts';

describeSessions('DynamoSessions', () => new DynamoSessions(documents, local.tables.sessions));
