import type { RouteName } from '../../../core/route-functions.ts';

const described = ['filename', 'category', 'partnerId', 'metadata{}', 'contentType'];
const older = ['filename', 'category', 'partner_id'];
const batch = ['partnerId', 'include', 'exclude', 'maxErrors'];
const page = ['limit', 'cursor'];

/** What shapes an answer, or goes on in a list, for callers who may see the records of everybody. */
const guarded: Partial<Record<RouteName, readonly string[]>> = {
  reconcileOrders: ['cursor'],
  lookForOrphans: ['cursor'],
  getStats: ['days', 'category'],
  olderStats: ['days', 'category'],
  readDeadLetters: ['limit'],
  readMetrics: ['hours'],
  countAttention: ['days'],
  listErasures: page,
  listAudit: page,
  listLinks: page,
  listWebhookDeliveries: page,
  createBatch: batch,
  olderCreateBatch: batch,
  listBatches: [...page, 'status'],
  listBatchFiles: [...page, 'status'],
  olderListBatches: [...page, 'status'],
  olderBatchFiles: [...page, 'status'],
};

/**
 * Fields by which nothing can be had: they describe or shape what the caller may have anyway. A new
 * field is judged by its author: a plain one stands here, any other one has a way, from which its
 * refusals are tested.
 */
export const plainFields: Partial<Record<RouteName, readonly string[]>> = {
  ...guarded,
  createUpload: [...described, 'sizeBytes', 'sha256'],
  storeText: [...described, 'text'],
  olderVideo: ['file', ...older],
  olderTranscriptFile: ['file', ...older],
  olderTranscriptText: ['text', ...older],
  listUploads: ['limit'],
  signParts: ['parts[].partNumber', 'parts[].crc64nvme'],
  completeUpload: ['sha256'],
  downloadUpload: ['format', 'variant'],
  downloadLegacyFile: ['format', 'variant'],
  downloadOrderFile: ['format', 'variant'],
  olderDownload: ['format', 'variant'],
  createJob: ['title', 'description', 'tags', 'metadata{}'],
  listJobs: ['limit'],
  failJob: ['reason'],
  createOrder: ['files[].role', 'files[].required'],
  listOrders: ['limit'],
  settlePayment: ['note'],
  eraseOwner: ['dryRun'],
  holdUpload: ['reason', 'until'],
  overruleScan: ['reason'],
  replaceOrderFile: ['role'],
  createLink: ['role', 'days'],
  retargetLink: ['role'],
  retargetOrderLink: ['role'],
  linkQrSvg: ['size'],
  linkQrPng: ['size'],
};
