import { bucketGrants, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, publishEvents, readSettings } from '../shared/grants.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type Stage = { data: StageData; bus: { eventBusName: string; eventBusArn: string } };

type Make = (name: string, ...grants: Grant[]) => NodeFunction;

/** What ending a job takes: its policy may erase files, and ask for others to be promoted. */
export const endJobs = ({ data, bus }: Stage): Grant[] => [
  removeUploads(data),
  tableGrants(data).jobs('GetItem', 'PutItem'),
  publishEvents(bus),
];

/** What handing a session's things over takes. */
export const moveBelongings = (data: StageData): Grant[] => {
  const tables = tableGrants(data);
  return [
    tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
    tables.uploadsOfOwners,
    tables.orders('PutItem', 'Query'),
    tables.ordersOfOwners,
    tables.jobs('BatchGetItem', 'GetItem', 'PutItem'),
    tables.jobsOfOwners,
  ];
};

/** What promoting an upload takes: it copies, proves and, when that fails, removes what it made. */
export const promoteUploads = (stage: Stage): Grant[] => {
  const { copyFiles, removeCopies } = bucketGrants(stage.data);
  return [...endJobs(stage), readSettings('multipartCopyBytes'), copyFiles, removeCopies];
};

/**
 * The functions behind the registry's lists, jobs, promotions and claims; a patient one may take as
 * long as API Gateway waits.
 */
export const jobHandlers = (
  { handler, patient }: { handler: Make; patient: Make },
  stage: Stage,
) => {
  const { data, bus } = stage;
  const tables = tableGrants(data);
  const publish = publishEvents(bus);
  const finishJob = patient('finish-job', ...endJobs(stage));
  return {
    claimSession: patient(
      'claim-session',
      readSettings('sessionHours'),
      tables.sessions('GetItem', 'PutItem', 'UpdateItem'),
      ...moveBelongings(data),
    ),
    listUploads: handler('list-uploads', tables.uploads('BatchGetItem'), ...tables.uploadLists),
    handOverUploads: handler('hand-over', tables.uploads('GetItem', 'PutItem')),
    promoteUpload: handler('promote-upload', tables.uploads('GetItem'), publish),
    createJob: handler(
      'create-job',
      tables.uploads('BatchGetItem', 'GetItem', 'PutItem'),
      tables.jobs('GetItem', 'PutItem'),
      tables.answerOnce,
      publish,
    ),
    listJobs: handler('list-jobs', tables.jobs('BatchGetItem'), tables.jobsOfOwners),
    getJob: handler('get-job', tables.jobs('GetItem')),
    finishJob,
    failJob: finishJob,
  };
};
