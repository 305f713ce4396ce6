import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { ConsoleWorld } from './console-world.ts';

/**
 * The console of the tests of a file, fresh before each. A test fails on errors in the browser, on
 * canned answers that the API would not give, and on a viewer's requests that it refuses. `prepare`
 * cans what every test needs.
 */
export const useConsole = (prepare: (world: ConsoleWorld) => void = () => undefined) => {
  const world = new ConsoleWorld();
  beforeAll(() => world.start());
  afterAll(() => world.stop());
  beforeEach(() => {
    world.reset();
    prepare(world);
  });
  afterEach(async () => {
    await world.closePages();
    expect(world.faults).toEqual([]);
    expect(world.api.departures).toEqual([]);
    expect(world.api.refused).toEqual([]);
  });
  return world;
};
