import { local, s3 } from '../shared/emulator.ts';
import { describeObjects } from './describe-objects.ts';
import { s3ObjectsSubject } from './s3-objects-subject.ts';

const storage = { s3, uploadsBucket: local.uploadsBucket, filesBucket: local.filesBucket };

describeObjects('S3Objects, whole', () => s3ObjectsSubject(storage, 1_000_000));

// A threshold of one byte makes every copy a multipart copy.
describeObjects('S3Objects, in parts', () => s3ObjectsSubject(storage, 1));
