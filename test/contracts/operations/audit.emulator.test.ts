import { DynamoAudit } from '../../../adapters/operations/dynamo-audit.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeAudit } from './describe-audit.ts';

describeAudit('DynamoAudit', () => new DynamoAudit(documents, local.tables.audit, 365));
