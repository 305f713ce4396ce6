import { sha256 } from '../builders/records.ts';

export const photo = {
  filename: 'cat.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 3,
  sha256: sha256('cat'),
  category: 'photo',
};

export const film = { ...photo, contentType: 'video/mp4', category: 'video' };

/** The id of the first upload of a world. */
export const first = `upl_${'1'.padStart(32, '0')}`;
