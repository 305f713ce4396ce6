import * as z from 'zod';
import { claimSessionSchema } from '../../core/claims/claim-session.ts';
import { leftOut } from '../named-schema.ts';
import type { Operation } from '../operation.ts';
import { sessionView } from '../views.ts';

export const sessionOperations = {
  createSession: {
    summary: 'Start an anonymous session; its token is answered once',
    tag: 'sessions',
    answers: { 201: sessionView },
    problems: ['ChallengeNotPassed'],
  },
  claimSession: {
    summary: 'Give a session’s uploads to the user who logged in',
    description: 'What the session sent becomes theirs, and its token ends.',
    tag: 'sessions',
    body: claimSessionSchema,
    answers: {
      200: z.strictObject({
        uploads: z.int(),
        orders: z.int(),
        ...leftOut,
        session: sessionView,
      }),
    },
    problems: ['InvalidInput', 'NotAllowed', 'NotFound'],
  },
} satisfies Record<string, Operation>;
