import { MemoryUploads } from '../fakes/memory-uploads.ts';
import { describeUploadLists } from './describe-upload-lists.ts';

describeUploadLists('MemoryUploads', () => new MemoryUploads());
