import { moveBelongings, sessions } from './statements.ts';

/** What each function of sessions and claims may do. */
export const sessionRoles: Record<string, string[]> = {
  authorizer: sessions('GetItem'),
  'create-session': sessions('PutItem'),
  'claim-session': [...sessions('GetItem', 'PutItem', 'UpdateItem'), ...moveBelongings],
};
