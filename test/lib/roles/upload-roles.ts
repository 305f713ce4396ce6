import {
  answerOnce,
  askForCheck,
  assemble,
  consume,
  findUpload,
  inspect,
  jobs,
  on,
  query,
  reserve,
  temporary,
  uploads,
} from './statements.ts';

/** What each function of uploads may do. */
export const uploadRoles: Record<string, string[]> = {
  'create-upload': [
    ...uploads('GetItem', 'PutItem'),
    ...jobs('GetItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:AbortMultipartUpload', 's3:PutObject'),
  ],
  'list-uploads': [
    ...uploads('BatchGetItem'),
    ...query(
      'UploadsTable',
      'by-owner',
      'by-partner',
      'by-category',
      'by-status',
      'by-expiry',
      'by-legacy-path',
    ),
  ],
  'store-text': [
    ...uploads('GetItem', 'PutItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:PutObject'),
    ...inspect,
  ],
  'sign-parts': [...findUpload, ...on(temporary, 's3:PutObject')],
  'list-parts': [...findUpload, ...inspect, ...on(temporary, 's3:ListMultipartUploadParts')],
  'complete-upload': [
    ...findUpload,
    ...uploads('PutItem'),
    ...inspect,
    ...assemble,
    ...askForCheck,
  ],
  'check-upload': [
    ...uploads('GetItem', 'PutItem'),
    ...inspect,
    ...assemble,
    ...on(temporary, 's3:DeleteObjectVersion'),
    ...askForCheck,
    ...consume('<UploadArrivalsQueue>'),
  ],
  'get-upload': findUpload,
};
