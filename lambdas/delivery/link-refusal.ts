import { type HttpAnswer, problemAnswer, retryAfter } from '../shared/http.ts';
import type { Problem } from '../shared/problem.ts';
import { page } from './page.ts';

/** The page itself: its address is the link. */
const again = '<a class="again" href="">Try again</a>';

// By status alone: nothing about the link, so that unknown, revoked and expired ones are one and
// the same page.
const pages: Readonly<Record<number, readonly [title: string, ...paragraphs: string[]]>> = {
  404: [
    'There is nothing here',
    'This link has run out, was withdrawn, or never was one.',
    'Scan the code once more, or compare the address with what is printed, letter by letter. If ' +
      'nothing changes, ask whoever gave you the link for a new one.',
  ],
  410: [
    'The file is no longer here',
    'This link is right, but its file was not kept.',
    'Ask whoever gave you the link: they may have the file, or send it again.',
  ],
  500: ['Something went wrong here', 'The fault is ours, and it is on record.', again],
  503: ['One moment, please', 'The file is safe. It cannot be fetched just now.', again],
};

/** The page for a printed link that cannot be followed. */
export const linkRefusal = (problem: Problem): HttpAnswer => {
  const [title, ...paragraphs] = pages[problem.status] ?? [];
  if (title === undefined) return problemAnswer(problem);
  const content = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
  const told = page(problem.status, title, content);
  return { ...told, headers: { ...told.headers, ...retryAfter(problem) } };
};
