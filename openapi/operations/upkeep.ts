import { attentionQuerySchema } from '../../core/operations/count-attention.ts';
import { listAuditSchema } from '../../core/operations/list-audit.ts';
import { readMetricsSchema } from '../../core/operations/read-metrics.ts';
import { searchSchema } from '../../core/operations/search.ts';
import { cleanUpSchema } from '../../core/retention/clean-up.ts';
import { eraseOwnerSchema } from '../../core/retention/erase-owner.ts';
import { statsQuerySchema } from '../../core/retention/get-stats.ts';
import { holdUploadSchema } from '../../core/retention/hold-upload.ts';
import { listErasuresSchema } from '../../core/retention/list-erasures.ts';
import { ownerErasureQuery } from '../../core/retention/owner-erasure.ts';
import { overruleScanSchema } from '../../core/scans/overrule-scan.ts';
import { listSessionsSchema } from '../../core/sessions/list-claimed-sessions.ts';
import { handOverSchema } from '../../core/uploads/hand-over.ts';
import { ownerQuotaSchema } from '../../core/uploads/owner-quota.ts';
import type { Operation } from '../operation.ts';
import {
  alarmsView,
  attentionView,
  auditPageView,
  erasurePageView,
  holdsView,
  holdView,
  metricsView,
  ownedSessionsView,
  ownerErasedView,
  ownerErasureView,
  ownerQuotaView,
  searchView,
} from '../operator-views.ts';
import { cleanUpView, handOverView, statsView, uploadView } from '../views.ts';

export const upkeepOperations = {
  handOverUploads: {
    summary: 'Give up to 100 uploads to other owners',
    description: 'With `dryRun`, only says what would change.',
    tag: 'operations',
    body: handOverSchema,
    answers: { 200: handOverView },
    problems: ['NotAllowed', 'InvalidInput', 'StaleRecord'],
  },
  search: {
    summary: 'Find every record that an id leads to',
    description: 'Takes an id, a payment, a key, a path or a link’s token.',
    tag: 'operations',
    body: searchSchema,
    answers: { 200: searchView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  ownerQuota: {
    summary: 'What an owner holds in temporary storage',
    description: 'With the most that they may hold.',
    tag: 'operations',
    query: ownerQuotaSchema,
    answers: { 200: ownerQuotaView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  listAudit: {
    summary: 'What operators did, newest first',
    tag: 'operations',
    query: listAuditSchema,
    answers: { 200: auditPageView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  countAttention: {
    summary: 'How many orders need a person, each kind up to 100',
    tag: 'operations',
    query: attentionQuerySchema,
    answers: { 200: attentionView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  eraseOwner: {
    summary: 'Erase everything that an owner has up to now',
    description: 'With `dryRun`, only says what that is. Call again while the answer says `more`.',
    tag: 'operations',
    body: eraseOwnerSchema,
    answers: { 200: ownerErasedView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  holdUpload: {
    summary: 'Put a legal hold on a kept file',
    description: 'Nothing removes the file until the hold ends. Replaces the hold that it has.',
    tag: 'operations',
    body: holdUploadSchema,
    answers: { 200: holdView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput', 'Gone', 'UploadNotReceived'],
  },
  releaseUpload: {
    summary: 'End a legal hold',
    description: 'An erasure that waited for it is carried out within the hour.',
    tag: 'operations',
    answers: { 204: null },
    problems: ['NotAllowed', 'NotFound'],
  },
  overruleScan: {
    summary: 'Overrule a scan for malware',
    description:
      'The file goes on where it stood before the scan held it back. For files that ' +
      'the scanner was wrong about.',
    tag: 'operations',
    body: overruleScanSchema,
    answers: { 200: uploadView },
    problems: [
      'NotAllowed',
      'NotFound',
      'InvalidInput',
      'Gone',
      'UploadNotReceived',
      'UploadMismatch',
    ],
  },
  listHolds: {
    summary: 'Files on legal hold, soonest to end first, 1,000 at most',
    tag: 'operations',
    answers: { 200: holdsView },
    problems: ['NotAllowed'],
  },
  listSessions: {
    summary: 'Sessions that an owner claimed, 1,000 at most',
    tag: 'operations',
    query: listSessionsSchema,
    answers: { 200: ownedSessionsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  ownerErasure: {
    summary: 'The latest request to erase an owner',
    description: 'Says whether it is finished.',
    tag: 'operations',
    query: ownerErasureQuery,
    answers: { 200: ownerErasureView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput'],
  },
  listErasures: {
    summary: 'What was erased, by whom, newest first',
    tag: 'operations',
    query: listErasuresSchema,
    answers: { 200: erasurePageView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  readMetrics: {
    summary: 'Figures of orders in the last hours',
    description: 'Orders migrated and failed, and the times from payment to permanent storage.',
    tag: 'operations',
    query: readMetricsSchema,
    answers: { 200: metricsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  listAlarms: {
    summary: 'Every alarm of the stage, ringing ones first',
    tag: 'operations',
    answers: { 200: alarmsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  promoteUpload: {
    summary: 'Keep one upload for good, without an order',
    description:
      'Asks for the upload to be copied into permanent storage; the copy is proven ' +
      'like an order’s.',
    tag: 'operations',
    answers: { 202: uploadView },
    problems: ['NotAllowed', 'NotFound', 'Gone', 'UploadNotReceived', 'UploadMismatch'],
  },
  cleanUp: {
    summary: 'Remove what is old and nobody needs',
    description: 'With `dryRun`, only says what that is. Call again while the answer says `more`.',
    tag: 'operations',
    body: cleanUpSchema,
    answers: { 200: cleanUpView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  getStats: {
    summary: 'How many files and bytes there are',
    description: 'By status, category, kind of owner and day.',
    tag: 'operations',
    query: statsQuerySchema,
    answers: { 200: statsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
} satisfies Record<string, Operation>;
