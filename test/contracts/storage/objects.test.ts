import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { describeObjects } from './describe-objects.ts';

describeObjects('MemoryObjects', () => {
  const objects = new MemoryObjects();
  return {
    objects,
    source: 'uploads',
    target: 'files',
    put: async (bucket, key, bytes, facts) => void objects.put(bucket, key, bytes, facts),
    leaveMultipart: async (bucket, key) => objects.leaveMultipart(bucket, key),
    // Without markers: what is not there is not there.
    hide: async () => {},
    countMarkers: async () => 0,
    dispositionOf: async (bucket, key) => objects.dispositionOf({ bucket, key }),
    countMultiparts: async (bucket, key) =>
      objects.multiparts.filter((place) => place === `${bucket}/${key}`).length,
  };
});
