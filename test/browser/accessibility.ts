import axe from 'axe-core';
import type { Page } from 'playwright-core';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A rule that a page breaks, with the elements that break it. */
export type Violation = { id: string; nodes: { html: string; target: string[] }[] };

/** Runs in the page. Only violations are worked out and sent: passes are a hundred times as many. */
const look = async (tags: string[]): Promise<Violation[]> => {
  const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'],
  });
  return violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ html, target }) => ({ html, target: target.flat() })),
  }));
};

/**
 * What axe finds against WCAG 2.2 AA on the page as it stands. No page here has a frame. axe comes
 * into each document once: to read it takes as long as to look at a small page.
 */
export const violationsOn = async (page: Page): Promise<Violation[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  return page.evaluate(look, standards);
};
