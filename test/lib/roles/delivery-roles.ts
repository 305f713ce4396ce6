import { answerOnce, findOrder, findUpload, links, serve, uploads } from './statements.ts';

/** What each function of delivery may do. */
export const deliveryRoles: Record<string, string[]> = {
  'download-upload': [...findUpload, ...serve],
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
