import { DynamoErasures } from '../../../adapters/retention/dynamo-erasures.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeReservations } from './describe-reservations.ts';
import { reserved } from './emulator-quotas.ts';

describeReservations('DynamoUploads', () => ({
  uploads: new DynamoUploads(documents, local.tables.uploads, local.tables),
  erasures: new DynamoErasures(documents, local.tables.erasures),
  reserved,
}));
