import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A rule that a page breaks, with the elements that break it. */
export type Violation = { id: string; nodes: { html: string; target: string[] }[] };

const options = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // What passes is a hundred times as much, and nobody reads it.
  resultTypes: ['violations'],
};

/** Runs in the page. */
const look = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ html, target }) => ({ html, target: target.flat() })),
  })))`;

/**
 * What axe finds against WCAG 2.2 AA on the page as it stands, frames of its origin with it. axe
 * comes into each document once: to read it takes as long as to look at a small page.
 */
export const violationsOn = async (page: Page): Promise<Violation[]> => {
  for (const frame of page.frames())
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(axe.source);
  return page.evaluate<Violation[]>(look);
};
