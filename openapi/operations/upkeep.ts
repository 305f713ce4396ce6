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
    summary: 'Give up to 100 uploads to other owners, or, dry, say what would change',
    tag: 'operations',
    body: handOverSchema,
    answers: { 200: handOverView },
    problems: ['NotAllowed', 'InvalidInput', 'StaleRecord'],
  },
  search: {
    summary: 'Every record that an id, a payment, a key, a path or a link’s token leads to',
    tag: 'operations',
    body: searchSchema,
    answers: { 200: searchView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  ownerQuota: {
    summary: 'What an owner holds in temporary storage, and the most they may hold',
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
    summary:
      'Erase everything that an owner has up to now, or, dry, say what that is; call again while ' +
      '`more`',
    tag: 'operations',
    body: eraseOwnerSchema,
    answers: { 200: ownerErasedView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  holdUpload: {
    summary: 'Put a legal hold on a kept file, or replace the one it has: nothing removes it',
    tag: 'operations',
    body: holdUploadSchema,
    answers: { 200: holdView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput', 'Gone', 'UploadNotReceived'],
  },
  releaseUpload: {
    summary: 'End a legal hold; an erasure that waited for it is carried out within the hour',
    tag: 'operations',
    answers: { 204: null },
    problems: ['NotAllowed', 'NotFound'],
  },
  overruleScan: {
    summary:
      'Let a file go on where it stood before a scan for malware held it back, because the ' +
      'scanner was wrong',
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
    summary: 'Sessions that an owner claimed and that are still on record, 1,000 at most',
    tag: 'operations',
    query: listSessionsSchema,
    answers: { 200: ownedSessionsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  ownerErasure: {
    summary: 'The latest request to erase an owner, and whether it is finished',
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
    summary: 'Orders migrated and failed, and paid-to-kept times, of the last hours',
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
    summary: 'Ask for one upload to be kept in permanent storage, without an order',
    tag: 'operations',
    answers: { 202: uploadView },
    problems: ['NotAllowed', 'NotFound', 'Gone', 'UploadNotReceived', 'UploadMismatch'],
  },
  cleanUp: {
    summary:
      'Remove what is old and nobody needs, or, dry, say what that is; call again while `more`',
    tag: 'operations',
    body: cleanUpSchema,
    answers: { 200: cleanUpView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  getStats: {
    summary: 'How many files and bytes, by status, category, kind of owner and day',
    tag: 'operations',
    query: statsQuerySchema,
    answers: { 200: statsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
} satisfies Record<string, Operation>;
