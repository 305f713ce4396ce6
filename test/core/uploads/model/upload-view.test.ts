import { expect, it } from '@jest/globals';
import { uploadView } from '../../../../core/uploads/model/upload-view.ts';
import { anUpload } from '../../builders/records.ts';

it('every upload says where its bytes are: in S3, unless an older system has them', () => {
  expect(uploadView(anUpload()).source).toBe('s3');
  expect(uploadView({ ...anUpload(), source: 'local' }).source).toBe('local');
});
