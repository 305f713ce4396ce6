import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeUploadLists } from './describe-upload-lists.ts';

describeUploadLists('MemoryUploads', () => new MemoryUploads());
