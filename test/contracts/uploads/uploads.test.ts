import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { describeUploads } from './describe-uploads.ts';

describeUploads('MemoryUploads', () => new MemoryUploads());
