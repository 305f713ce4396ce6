import {
  dropDeadLettersSchema,
  readDeadLettersSchema,
} from '../../core/operations/dead-letters.ts';
import type { Operation } from '../operation.ts';
import { deadLettersView, droppedView, parkedView, redrivenView } from '../operator-views.ts';

export const deadLetterOperations = {
  listDeadLetters: {
    summary: 'Every dead-letter queue',
    description: 'With about how many messages wait there.',
    tag: 'operations',
    answers: { 200: deadLettersView },
    problems: ['NotAllowed'],
  },
  readDeadLetters: {
    summary: 'Messages of a dead-letter queue; they stay there',
    tag: 'operations',
    query: readDeadLettersSchema,
    answers: { 200: parkedView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput'],
  },
  redriveDeadLetters: {
    summary: 'Send a dead-letter queue’s messages back to their origin',
    tag: 'operations',
    answers: { 200: redrivenView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput'],
  },
  dropDeadLetters: {
    summary: 'Remove messages of a dead-letter queue for good',
    description: 'Those named, or all.',
    tag: 'operations',
    body: dropDeadLettersSchema,
    answers: { 200: droppedView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput'],
  },
} satisfies Record<string, Operation>;
