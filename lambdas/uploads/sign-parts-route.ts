import { signParts } from '../../core/uploads/sign-parts.ts';
import { settings } from '../shared/environment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { clock, jobs, uploads } from '../shared/wiring.ts';
import { uploadSigner } from './upload-signer.ts';

/** POST /uploads/{id}/parts */
export const signPartsRoute = (): Route => {
  const deps = {
    uploads: uploads(),
    jobs: jobs(),
    signer: uploadSigner(),
    clock: clock(),
    ...settings('presignSeconds'),
  };
  return byId(answers(({ caller, id, body }) => signParts(deps, caller, id, body)));
};
