import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents, local } from '../shared/emulator.ts';
import { describeUploadLists } from './describe-upload-lists.ts';

describeUploadLists('DynamoUploads', () => new DynamoUploads(documents, local.tables.uploads));
