import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds against WCAG 2.2 AA on the page as it stands. No page here has a frame of another
 * origin, so axe looks at it in its own tab: a blank tab per look takes longer than the look.
 */
export const violationsOn = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(standards)
    .setLegacyMode()
    .analyze();
  return violations;
};
