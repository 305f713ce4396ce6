import { local, s3 } from '../../../contracts/shared/emulator.ts';
import { describeLiveStorage } from './describe-live-storage.ts';

describeLiveStorage('the emulator', () => ({
  client: s3,
  endpoint: local.endpoint,
  bucket: local.filesBucket,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  versioned: true,
  refusesCopies: false,
  copiesParts: false,
}));
