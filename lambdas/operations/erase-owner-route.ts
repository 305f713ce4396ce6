import { eraseOwner } from '../../core/retention/erase-owner.ts';
import { answers, type Route } from '../shared/http.ts';
import { logFailure } from '../shared/observed.ts';
import { ownerErasurePorts } from '../shared/removal-ports.ts';

/** POST /owners/erasure */
export const eraseOwnerRoute = (): Route => {
  const deps = ownerErasurePorts();
  return answers(({ caller, body }) => eraseOwner(deps, caller, body, onFailure));
};

const onFailure = (id: string, error: unknown): void =>
  logFailure('Record of an erased owner not erased', error, { id });
