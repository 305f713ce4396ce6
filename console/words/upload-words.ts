import type { Upload } from '@keepsake/client/operator';
import type { StateWords } from './order-words.ts';

const states: Readonly<Record<Upload['status'], StateWords | { text: string; type: 'stopped' }>> = {
  pending: { text: 'announced', type: 'pending' },
  checking: { text: 'being checked', type: 'in-progress' },
  uploaded: { text: 'received', type: 'success' },
  quarantined: { text: 'quarantined', type: 'error' },
  permanent: { text: 'kept', type: 'success' },
  aborted: { text: 'aborted', type: 'stopped' },
  expired: { text: 'expired', type: 'stopped' },
};

/** The state of an upload in words, and how it is marked. */
export const uploadState = (status: Upload['status']) => states[status];

/** States of uploads, in the order in which an upload passes them. */
export const uploadStatuses = Object.keys(states) as readonly Upload['status'][];

/** True if the bytes can be read: the file has arrived and is neither refused nor gone. */
export const isReadable = ({ status }: Pick<Upload, 'status'>): boolean =>
  status === 'uploaded' || status === 'permanent';

/** Whether an upload changes by itself soon. */
export const isUploadRunning = ({ status }: Pick<Upload, 'status'>): boolean =>
  status === 'checking';

/** Says that an upload was refused, or taken from delivery although it was kept. */
export const refusalHeader = ({ withdrawnAt }: Pick<Upload, 'withdrawnAt'>): string =>
  withdrawnAt === undefined
    ? 'The upload was refused'
    : 'The file was kept, and withdrawn from delivery';

type Scan = NonNullable<Upload['scan']>;

const scans: Readonly<Record<Scan['result'], string>> = {
  awaited: 'the scanner’s verdict is awaited',
  clean: 'clean',
  unscannable: 'not scannable',
  infected: 'infected',
  overruled: 'overruled by an operator',
};

/** The result of a scan for malware: `infected: Eicar-Test-Signature (ClamAV)`. */
export const scanText = ({ result, reason, scanner }: Scan): string =>
  scans[result] +
  (reason === undefined ? '' : `: ${reason}`) +
  (scanner === undefined ? '' : ` (${scanner})`);

/** How a file of this type is shown: as a picture, by a player, or not at all. */
export const previewOf = (contentType: string): 'picture' | 'audio' | 'video' | undefined => {
  if (/^image\/(?!svg)/.test(contentType)) return 'picture';
  if (contentType.startsWith('audio/')) return 'audio';
  return contentType.startsWith('video/') ? 'video' : undefined;
};
