import { type HttpAnswer, problemAnswer, retryAfter } from '../shared/http.ts';
import type { Problem } from '../shared/problem.ts';
import { page } from './page.ts';

// By status alone: nothing about the link, so that unknown, revoked and expired ones are one and
// the same page.
const pages: Readonly<Record<number, readonly [title: string, text: string]>> = {
  404: [
    'There is nothing here',
    'This link does not exist, or it no longer leads anywhere. Please check it, or ask ' +
      'whoever gave it to you.',
  ],
  410: [
    'The file is no longer here',
    'This link is right, but its file was not kept. Please ask whoever gave it to you.',
  ],
  500: ['Something went wrong here', 'Please try again in a moment.'],
  503: ['Please try again', 'The file cannot be fetched just now. Please try again in a moment.'],
};

/** The page for a printed link that cannot be followed. */
export const linkRefusal = (problem: Problem): HttpAnswer => {
  const text = pages[problem.status];
  if (!text) return problemAnswer(problem);
  const told = page(problem.status, text[0], `<p>${text[1]}</p>`);
  return { ...told, headers: { ...told.headers, ...retryAfter(problem) } };
};
