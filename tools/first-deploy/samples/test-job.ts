import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Job } from '../../../core/jobs/model/job.ts';
import type { jobView } from '../../../core/jobs/model/job-view.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';
import { expectEqual } from '../check.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { removeBelow } from '../stage/stored-objects.ts';
import { aVisitor } from '../stage/visitor.ts';
import { randomFile } from './test-order.ts';

type JobView = ReturnType<typeof jobView>;

/** A running job over one small upload of a test visitor. */
export type TestJob = { token: string; job: JobView; input: UploadView };

// The record, the ledger's entry of an input that was erased, the copy of one that was kept.
const removeJob = async (stage: DeployedStage, { jobId }: JobView, { uploadId, category }: UploadView): Promise<void> => {
  const { documents, jobsTable, erasuresTable, s3, filesBucket, config } = stage;
  await documents.send(new DeleteCommand({ TableName: jobsTable, Key: { jobId } }));
  await documents.send(new DeleteCommand({ TableName: erasuresTable, Key: { uploadId } }));
  await removeBelow(s3, filesBucket, `${config.categories[category]?.prefix}/promoted/${uploadId}`);
};

/** Uploads a small file and starts a job over it; all of it is removed when the run ends. */
export const startTestJob = async (stage: DeployedStage, inputs: Job['onFinish']['inputs']): Promise<TestJob> => {
  const { token, sendFile } = await aVisitor(stage);
  const input = await sendFile(randomFile(stage, Object.keys(stage.config.categories)[0] ?? ''));
  const body = { title: 'first-deploy', inputs: { file: input.uploadId }, onFinish: { inputs, outputs: 'keep' } };
  const { status, body: job } = await askApi<JobView>(stage, { token, method: 'POST', path: '/jobs', body });
  expectEqual('the answer to POST /jobs', status, 201);
  stage.leftovers.add(`job ${job.jobId} and its file`, () => removeJob(stage, job, input));
  return { token, job, input };
};

/** Ends it as its owner, without results. */
export const finishTestJob = async (stage: DeployedStage, { token, job: { jobId } }: TestJob): Promise<JobView> => {
  const { status, body } = await askApi<JobView>(stage, { token, method: 'POST', path: `/jobs/${jobId}/finish`, body: {} });
  expectEqual('the answer to POST /jobs/{id}/finish', status, 200);
  return body;
};

/** The job now. */
export const findTestJob = async (stage: DeployedStage, { token, job: { jobId } }: TestJob): Promise<JobView> =>
  (await askApi<JobView>(stage, { token, method: 'GET', path: `/jobs/${jobId}` })).body;
