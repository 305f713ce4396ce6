import { answerOnce, findOrder, findUpload, links, query, serve, uploads } from './statements.ts';

/** What each function of delivery may do. */
export const deliveryRoles: Record<string, string[]> = {
  'download-upload': [
    ...findUpload,
    ...uploads('BatchGetItem'),
    ...query('UploadsTable', 'by-legacy-path'),
    ...serve,
  ],
  'download-order-file': [...findOrder, ...findUpload, ...serve],
  'create-link': [...findOrder, ...links('PutItem'), ...answerOnce],
  'retarget-link': [...findOrder, ...links('GetItem', 'PutItem')],
  'revoke-link': [...findOrder, ...links('GetItem', 'PutItem')],
  'follow-link': [
    ...links('GetItem', 'UpdateItem'),
    ...findOrder,
    ...uploads('BatchGetItem'),
    ...serve,
  ],
  'link-qr': links('GetItem'),
};
