import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { screens } from '../../console/app/screens.ts';
import { expectAccessible } from './console-world.ts';
import { everyScreen } from './samples/every-screen.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

const { work, upkeep } = everyScreen('holiday.jpg');

/** Buttons that change nothing but the page. */
const looking =
  /^(Copy |Show the file$|Renew the list$|Sign out$|As this|Light$|Dark$|$)|: choose a day$/;

/** Names of the buttons on the page's own part. A button that opens a choice is left out. */
const pressable = (page: Page): Promise<string[]> =>
  page
    .locator('main button')
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => !button.matches('[disabled], [aria-disabled=true], [aria-haspopup]'))
        .map((button) => button.getAttribute('aria-label') ?? button.textContent),
    );

describe('a viewer', () => {
  it.each([
    ['work', work],
    ['upkeep', upkeep],
  ])(
    'changes nothing on any screen of %s, and asks for nothing that is refused',
    async (_, all) => {
      world.group = 'viewer';
      const page = await world.open('/me');
      for (const { path, shows, answer } of all) {
        answer(world.api);
        await page.goto(`${world.origin}${path}`);
        await page.getByText(shows, { exact: true }).first().waitFor();
        const changing = (await pressable(page)).filter((name) => !looking.test(name));
        expect({ path, changing }).toEqual({ path, changing: [] });
        await expectAccessible(page);
      }
    },
  );

  it('is shown every screen there is', () => {
    const paths = [...work, ...upkeep].map(({ path }) => path.replace(/[?#].*/, ''));
    const unseen = screens.filter(({ path }) => {
      const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
      return !paths.some((known) => pattern.test(known));
    });
    expect(unseen).toEqual([]);
  });
});
