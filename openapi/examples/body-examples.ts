import type { RouteName } from '../../core/route-functions.ts';
import { ids } from './ids.ts';

const { photo, film, order: orderId, batch: batchId } = ids;
const source = { bucket: 'legacy-media', prefix: 'photos/' };
const photoBatch = { source, category: 'photo', include: ['*.{jpg,png}'], onConflict: 'skip' };
const anOlderForm = { file: '<bytes>', filename: 'holiday.mp4', is_public: 'false' };

/** A body that each route with a body accepts, by the route's name. */
export const bodyExamples: Partial<Record<RouteName, unknown>> = {
  claimSession: { token: 'kst_EXAMPLE' },
  createUpload: {
    filename: 'holiday.jpg',
    category: 'photo',
    contentType: 'image/jpeg',
    sizeBytes: 2_481_152,
    sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  },
  dropDeadLetters: { messageIds: [ids.message] },
  handOverUploads: { changes: [{ uploadId: photo, ownerId: ids.owner }], dryRun: true },
  storeText: { filename: 'interview.txt', category: 'transcript', text: 'Good morning.' },
  signParts: { parts: [{ partNumber: 1, crc64nvme: 'rosUhgp5mIg=' }, { partNumber: 2 }] },
  completeUpload: { sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
  reconcileOrders: { dryRun: true },
  lookForOrphans: { dryRun: true, prefix: 'photos/' },
  overruleScan: { reason: 'A false positive: see case 4711 of the scanner’s vendor' },
  holdUpload: { reason: 'Case 12 O 345/30', until: '2031-01-01T00:00:00Z' },
  eraseOwner: { ownerId: ids.owner, dryRun: true },
  cleanUp: { olderThanHours: 48, dryRun: true },
  search: { query: orderId },
  createJob: {
    title: 'Transcode holiday.mp4',
    tags: ['hd'],
    inputs: { video: film },
    onFinish: { inputs: 'delete', outputs: 'keep' },
  },
  finishJob: { outputs: { film } },
  failJob: { reason: 'The film has no picture.' },
  createOrder: {
    amount: { value: 49.9, currency: 'EUR' },
    files: [
      { uploadId: photo, role: 'photo', required: true },
      { uploadId: film, role: 'film', required: false },
    ],
  },
  retryOrder: { refundStopped: true },
  replaceOrderFile: { uploadId: photo },
  settlePayment: { note: 'Refunded by hand in the dashboard.' },
  createLink: { role: 'photo', days: 365 },
  retargetOrderLink: { orderId, role: 'photo' },
  retargetLink: { orderId, role: 'photo' },
  createBatch: photoBatch,
  rollbackBatch: { apply: false },
  olderVideo: anOlderForm,
  olderTranscriptText: { text: 'Good morning.', filename: 'interview.txt' },
  olderTranscriptFile: { ...anOlderForm, filename: 'interview.txt' },
  olderCreateBatch: photoBatch,
  olderProcess: { batchId },
  olderVerify: { batchId },
  olderRollback: { batchId, apply: false },
};
