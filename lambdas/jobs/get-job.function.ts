import { getJob } from '../../core/jobs/get-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { httpHandler } from '../shared/http.ts';
import { jobs } from '../shared/wiring.ts';

const deps = { jobs: jobs() };

/** GET /jobs/{id} */
export const handler = httpHandler(async ({ caller, id }) => ({
  status: 200,
  body: jobView(await getJob(deps, caller, id)),
}));
