import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeUploads } from './describe-uploads.ts';

describeUploads('DynamoUploads', () => new DynamoUploads(documents, local.tables.uploads));
