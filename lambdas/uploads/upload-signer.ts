import { S3UploadSigner } from '../../adapters/uploads/s3-upload-signer.ts';
import { settings } from '../shared/environment.ts';
import { roleSigning } from '../shared/role-signing.ts';

/** The function may put objects below `temp/` and nothing else; so may what it signs. */
export const uploadSigner = () =>
  new S3UploadSigner({ ...roleSigning(), ...settings('isAccelerated') });
