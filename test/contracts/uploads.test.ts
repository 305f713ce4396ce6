import { MemoryUploads } from '../fakes/memory-uploads.ts';
import { describeUploads } from './describe-uploads.ts';

describeUploads('MemoryUploads', () => new MemoryUploads());
