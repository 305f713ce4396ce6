import { uploadView } from '../../core/uploads/model/upload-view.ts';
import { storeText } from '../../core/uploads/store-text.ts';
import type { Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering } from '../shared/wiring.ts';
import { storing } from './storing.ts';

/** POST /uploads/text */
export const storeTextRoute = (): Route => {
  const deps = storing();
  return idempotent(answering(), async ({ caller, body, sourceIp }) => ({
    status: 201,
    body: uploadView(await storeText({ ...deps, sourceIp }, caller, body)),
  }));
};
