import type { routes } from '../../core/routes.ts';
import { maintenanceAnswers } from './maintenance-answers.ts';
import { operatorAnswers } from './operator-answers.ts';
import { orderAnswers } from './order-answers.ts';
import { uploadAnswers } from './upload-answers.ts';
import { webhookAnswers } from './webhook-answers.ts';

type RouteName = keyof typeof routes;

/** Every answer that an operation has for an example, by its name in the document. */
export const answerValues = {
  ...uploadAnswers,
  ...orderAnswers,
  ...operatorAnswers,
  ...maintenanceAnswers,
  ...webhookAnswers,
};

type AnswerName = keyof typeof answerValues;

type Answers = Readonly<Record<number, readonly AnswerName[]>>;

const ofFile: Answers = { 200: ['fileUrl'] };

/** Examples of what each route answers when it succeeds, by status; redirects have no body. */
export const answerExamples: Readonly<Record<RouteName, Answers>> = {
  createSession: { 201: ['session'] },
  claimSession: { 200: ['claimedSession'] },
  createUpload: { 201: ['uploadInOnePut', 'uploadInParts'] },
  listUploads: { 200: ['uploadPage'] },
  handOverUploads: { 200: ['handedOver'] },
  storeText: { 201: ['storedText'] },
  signParts: { 200: ['signedParts'] },
  listParts: { 200: ['partList'] },
  completeUpload: { 200: ['uploadedPhoto'], 202: ['filmBeingChecked'] },
  getUpload: { 200: ['uploadedPhoto', 'filmBeingChecked'] },
  promoteUpload: { 202: ['uploadedPhoto'] },
  deleteUpload: {},
  cleanUp: { 200: ['cleanUpReport'] },
  getStats: { 200: ['stats'] },
  ownerQuota: { 200: ['ownersQuota'] },
  search: { 200: ['matches'] },
  reconcileOrders: { 200: ['reconciledOrders'] },
  lookForOrphans: { 200: ['orphansFound'] },
  readMetrics: { 200: ['metrics'] },
  listAlarms: { 200: ['alarms'] },
  listErasures: { 200: ['erasurePage'] },
  listDeadLetters: { 200: ['deadLetterQueues'] },
  readDeadLetters: { 200: ['parkedMessages'] },
  redriveDeadLetters: { 200: ['messagesGoingBack'] },
  dropDeadLetters: { 200: ['droppedMessages'] },
  listWebhookEndpoints: { 200: ['webhookEndpoints'] },
  listWebhookDeliveries: { 200: ['webhookDeliveries'] },
  getWebhookDelivery: { 200: ['webhookDelivery'] },
  sendWebhookAgain: { 202: ['webhookDelivery'] },
  listAudit: { 200: ['auditPage'] },
  countAttention: { 200: ['attention'] },
  createJob: { 201: ['runningJob'] },
  listJobs: { 200: ['jobPage'] },
  getJob: { 200: ['runningJob', 'failedJob'] },
  finishJob: { 200: ['finishedJob'] },
  failJob: { 200: ['failedJob'] },
  createOrder: { 201: ['placedOrder'] },
  getOrder: { 200: ['completedOrder', 'placedOrder'] },
  listOrders: { 200: ['orderPage'] },
  orderTimeline: { 200: ['ownersTimeline', 'failedTimeline'] },
  retryOrder: { 200: ['retriedTimeline'] },
  compensateOrder: { 200: ['failedTimeline'] },
  settlePayment: { 200: ['completedOrder'] },
  downloadUpload: ofFile,
  downloadLegacyFile: ofFile,
  downloadOrderFile: ofFile,
  createLink: { 201: ['createdLink'] },
  listOrderLinks: { 200: ['orderLinks'] },
  retargetOrderLink: { 200: ['link'] },
  revokeOrderLink: {},
  listLinks: { 200: ['madeLinks'] },
  retargetLink: { 200: ['link'] },
  revokeLink: {},
  followLink: { 200: ['linkPage'] },
  linkQrSvg: { 200: ['qrSvg'] },
  linkQrPng: { 200: ['qrPng'] },
  createBatch: { 201: ['newBatch'] },
  listBatches: { 200: ['batchPage'] },
  getBatch: { 200: ['batch'] },
  listBatchFiles: { 200: ['batchFiles'] },
  batchFailures: { 200: ['batchFailures'] },
  startBatch: { 202: ['startedBatch'] },
  pauseBatch: { 200: ['pausedBatch'] },
  resumeBatch: { 202: ['startedBatch'] },
  cancelBatch: { 200: ['cancelledBatch'] },
  verifyBatch: { 202: ['batchBeingVerified'] },
  rollbackBatch: { 202: ['batchBeingRolledBack'] },
  olderVideo: { 201: ['storedFilm'] },
  olderTranscriptText: { 201: ['storedTranscript'] },
  olderTranscriptFile: { 201: ['storedTranscript'] },
  olderDownload: ofFile,
  olderPromote: { 202: ['uploadedPhoto'] },
  olderCleanUp: { 200: ['cleanUpReport'] },
  olderStats: { 200: ['stats'] },
  trackUrl: ofFile,
  trackStream: {},
  olderTrackUrl: ofFile,
  olderTrackStream: {},
  olderCreateBatch: { 201: ['newBatch'] },
  olderListBatches: { 200: ['batchPage'] },
  olderProcess: { 202: ['startedBatch'] },
  olderProgress: { 200: ['batch'] },
  olderBatchFiles: { 200: ['batchFiles'] },
  olderVerify: { 202: ['batchBeingVerified'] },
  olderRollback: { 202: ['batchBeingRolledBack'] },
};
