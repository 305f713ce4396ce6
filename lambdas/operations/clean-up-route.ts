import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { logFailure } from '../shared/observed.ts';
import { removalPorts } from '../shared/removal-ports.ts';
import { olderCleanUpOptions } from './older-clean-up.ts';

/** POST /cleanup */
export const cleanUpRoute = (): Route => {
  const deps = depsOf();
  return answers(({ caller, body }) => cleanUp(deps, caller, body, onFailure));
};

const depsOf = () => ({ ...removalPorts(), ...settings('temporaryDays', 'sweepHours') });

const onFailure = (uploadId: string, error: unknown): void =>
  logFailure('Upload not cleaned up', error, { uploadId });

/** POST /api/upload/cleanup-temp?hours= */
export const olderCleanUpRoute = (): Route => {
  const deps = depsOf();
  return answers((request) =>
    cleanUp(deps, request.caller, olderCleanUpOptions(request.query), onFailure),
  );
};
