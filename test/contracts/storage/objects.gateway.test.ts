import { onLocalEmu } from '../shared/local-emu.ts';
import { describeObjects } from './describe-objects.ts';
import { s3ObjectsSubject } from './s3-objects-subject.ts';

// LocalEmu honours If-None-Match on a COPY, keeps checksums of copies, and takes COPYs in parts.
onLocalEmu((localEmu) => {
  const subject = (multipartCopyBytes: number) => ({
    ...s3ObjectsSubject(localEmu, multipartCopyBytes),
    refusesGoneVersions: true,
  });
  describeObjects('S3Objects on LocalEmu, whole', () => subject(1_000_000));
  describeObjects('S3Objects on LocalEmu, in parts', () => subject(1));
});
