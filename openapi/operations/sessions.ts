import type { Operation } from '../operation.ts';
import { sessionView } from '../views.ts';

export const sessionOperations = {
  createSession: {
    summary: 'Start an anonymous session; its token is answered once',
    tag: 'sessions',
    answers: { 201: sessionView },
    problems: [],
  },
} satisfies Record<string, Operation>;
