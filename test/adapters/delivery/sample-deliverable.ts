import type { Deliverable } from '../../../core/delivery/ports.ts';

/** A private, permanent file. */
export const aDeliverable = (changes: Partial<Deliverable> = {}): Deliverable => ({
  bucket: 'files',
  key: 'photos/ord_1/upl_1',
  versionId: 'v1',
  contentType: 'image/jpeg',
  disposition: `inline; filename="it_s.jpg"; filename*=UTF-8''it%27s%20%C3%BC.jpg`,
  permanent: true,
  isPublic: false,
  ...changes,
});
