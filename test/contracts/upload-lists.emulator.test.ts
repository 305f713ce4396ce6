import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import { describeUploadLists } from './describe-upload-lists.ts';
import { documents, local } from './emulator.ts';

describeUploadLists('DynamoUploads', () => new DynamoUploads(documents, local.tables.uploads));
