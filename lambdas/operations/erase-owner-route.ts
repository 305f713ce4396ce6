import { eraseOwner } from '../../core/retention/erase-owner.ts';
import type { Route } from '../shared/http.ts';
import { countUnreadable } from '../shared/metrics.ts';
import { logger } from '../shared/observed.ts';
import { erasingOwners } from '../shared/removing.ts';

const onFailure = (id: string, error: unknown): void => {
  countUnreadable(error);
  logger.error('Record of an erased owner not erased', { id, error: error as Error });
};

/** POST /owners/erasure */
export const eraseOwnerRoute = (): Route => {
  const deps = erasingOwners();
  return async ({ caller, body }) => ({
    status: 200,
    body: await eraseOwner(deps, caller, body, onFailure),
  });
};
