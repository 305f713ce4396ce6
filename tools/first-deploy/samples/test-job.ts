import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
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

type TestFile = Pick<TestJob, 'token' | 'input'>;

/** Uploads a small file of a test visitor. It and its copies are removed in the end. */
export const uploadTestFile = async (stage: DeployedStage): Promise<TestFile> => {
  const { token, sendFile } = await aVisitor(stage);
  const input = await sendFile(randomFile(stage));
  const { uploadId, category } = input;
  const kept = `${stage.config.categories[category]?.prefix}/promoted/${uploadId}`;
  stage.leftovers.add(`what is kept of upload ${uploadId}`, () =>
    removeBelow(stage.s3, stage.filesBucket, kept),
  );
  return { token, input };
};

/** Uploads a small file and starts a job that erases it; removed when the run ends. */
export const startTestJob = async (stage: DeployedStage): Promise<TestJob> => {
  const { token, input } = await uploadTestFile(stage);
  const onFinish = { inputs: 'delete', outputs: 'keep' };
  const body = { title: 'first-deploy', inputs: { file: input.uploadId }, onFinish };
  const { status, body: job } = await askApi<JobView>(stage, {
    token,
    method: 'POST',
    path: '/jobs',
    body,
  });
  expectEqual('the answer to POST /jobs', status, 201);
  stage.leftovers.add(`job ${job.jobId} and its file`, () => removeJob(stage, job, input));
  return { token, job, input };
};

// The record, and the ledger's entry of the input that was erased.
const removeJob = async (
  stage: DeployedStage,
  { jobId }: JobView,
  { uploadId }: UploadView,
): Promise<void> => {
  const { documents, jobsTable, erasuresTable } = stage;
  await documents.send(new DeleteCommand({ TableName: jobsTable, Key: { jobId } }));
  await documents.send(new DeleteCommand({ TableName: erasuresTable, Key: { uploadId } }));
};

/** Ends it as its owner, without results. */
export const finishTestJob = async (
  stage: DeployedStage,
  { token, job: { jobId } }: TestJob,
): Promise<JobView> => {
  const { status, body } = await askApi<JobView>(stage, {
    token,
    method: 'POST',
    path: `/jobs/${jobId}/finish`,
    body: {},
  });
  expectEqual('the answer to POST /jobs/{id}/finish', status, 200);
  return body;
};
