import * as z from 'zod';
import { createJobSchema } from '../../core/jobs/create-job.ts';
import { failJobSchema, finishJobSchema } from '../../core/jobs/finish-job.ts';
import { listJobsSchema } from '../../core/jobs/list-jobs.ts';
import { leftOut } from '../named-schema.ts';
import { type Operation, olderNames } from '../operation.ts';
import { jobView } from '../views.ts';

export const jobOperations = {
  createJob: {
    isIdempotent: true,
    summary: 'Record a processing job over uploads',
    description: `Announces the job to your worker by an event. ${olderNames}`,
    tag: 'jobs',
    body: createJobSchema,
    answers: { 201: jobView },
    problems: ['InvalidInput', 'NotAllowed', 'StaleRecord'],
  },
  listJobs: {
    summary: 'The caller’s jobs, newest first; for operators, everybody’s',
    tag: 'jobs',
    query: listJobsSchema,
    answers: {
      200: z.strictObject({
        jobs: z.array(jobView),
        ...leftOut,
        cursor: z.string().optional(),
      }),
    },
    problems: ['InvalidInput'],
  },
  getJob: { summary: 'One job', tag: 'jobs', answers: { 200: jobView }, problems: ['NotFound'] },
  finishJob: {
    summary: 'Say that a job is done',
    description: 'Its clean-up policy is applied once.',
    tag: 'jobs',
    body: finishJobSchema,
    bodyOptional: true,
    answers: { 200: jobView },
    problems: ['InvalidInput', 'NotAllowed', 'NotFound', 'JobNotRunning'],
  },
  failJob: {
    summary: 'Say that a job failed, and why',
    description: 'Its clean-up policy is applied once.',
    tag: 'jobs',
    body: failJobSchema,
    answers: { 200: jobView },
    problems: ['InvalidInput', 'NotAllowed', 'NotFound', 'JobNotRunning'],
  },
} satisfies Record<string, Operation>;
