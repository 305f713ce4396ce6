import { answerOnce, endJobs, jobs, publish, query, uploads } from './statements.ts';

/** What each function of jobs may do. */
export const jobRoles: Record<string, string[]> = {
  'create-job': [
    ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
    ...jobs('GetItem', 'PutItem'),
    ...answerOnce,
    ...publish,
  ],
  'list-jobs': [...jobs('BatchGetItem'), ...query('JobsTable', 'by-owner')],
  'get-job': jobs('GetItem'),
  'finish-job': endJobs,
};
