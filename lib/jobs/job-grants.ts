import { jobEvents, uploadEvents } from '../../core/event-names.ts';
import { bucketGrants, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, publishEvents, readSettings } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type Stage = { data: StageData; bus: { eventBusName: string; eventBusArn: string } };

/** May request that uploads are kept for good. */
export const requestPromotions = (bus: Stage['bus']): Grant =>
  publishEvents(bus, uploadEvents.source, uploadEvents.promotionRequested);

/** Grants to end a job: its policy may erase files and request promotions. */
export const endJobs = ({ data, bus }: Stage): Grant[] => [
  removeUploads(data),
  tableGrants(data).jobs('GetItem', 'PutItem'),
  publishEvents(bus, jobEvents.source, jobEvents.created, jobEvents.finished, jobEvents.failed),
  requestPromotions(bus),
];

/** Grants to hand a session's records over. */
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

/** Grants to promote an upload: copy, verify, and remove the own copy after a failure. */
export const promoteUploads = (stage: Stage): Grant[] => {
  const { copyFiles, removeCopies } = bucketGrants(stage.data);
  return [...endJobs(stage), readSettings('multipartCopyBytes'), copyFiles, removeCopies];
};
