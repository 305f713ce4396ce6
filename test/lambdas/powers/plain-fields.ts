import type { RouteName } from '../stage/memory-stage.ts';

const described = ['filename', 'category', 'partnerId', 'metadata{}', 'contentType'];
const older = ['filename', 'category', 'partner_id'];

/**
 * Fields of owners' and public routes by which nothing can be had: they describe or shape what the
 * caller may have anyway. Whoever adds a field judges it: a plain one stands here, any other one
 * has a way, from which its refusals are tested.
 */
export const plainFields: Partial<Record<RouteName, readonly string[]>> = {
  createUpload: [...described, 'sizeBytes', 'sha256'],
  storeText: [...described, 'text'],
  olderVideo: ['file', ...older],
  olderTranscriptFile: ['file', ...older],
  olderTranscriptText: ['text', ...older],
  listUploads: ['limit'],
  signParts: ['parts[].partNumber', 'parts[].crc64nvme'],
  completeUpload: ['sha256'],
  downloadUpload: ['format'],
  downloadLegacyFile: ['format'],
  downloadOrderFile: ['format'],
  olderDownload: ['format'],
  createJob: ['title', 'description', 'tags', 'metadata{}'],
  listJobs: ['limit'],
  failJob: ['reason'],
  createOrder: ['files[].role', 'files[].required'],
  listOrders: ['limit'],
  settlePayment: ['note'],
  replaceOrderFile: ['role'],
  createLink: ['role', 'days'],
  retargetLink: ['role'],
  retargetOrderLink: ['role'],
  linkQrSvg: ['size'],
  linkQrPng: ['size'],
};
