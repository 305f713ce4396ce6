import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { describeUploads } from './describe-uploads.ts';
import { documents, local } from './emulator.ts';

describeUploads('DynamoUploads', () => new DynamoUploads(documents, local.tables.uploads));
