import type { KeepsakeClient } from '@keepsake/client';
import { connectUppy } from '@keepsake/client/uppy';
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import { categoryOf } from '../model/category.ts';

/** Uppy's dashboard, whose files go straight to storage by URLs that Keepsake signs. */
export const openUploader = (keepsake: KeepsakeClient, target: HTMLElement): Uppy => {
  const uppy = new Uppy({ autoProceed: true });
  uppy.use(Dashboard, { target, inline: true, width: '100%', height: 300, theme: 'auto' });
  uppy.use(
    AwsS3,
    connectUppy(uppy, keepsake, ({ type }) => ({ category: categoryOf(type) })),
  );
  return uppy;
};
