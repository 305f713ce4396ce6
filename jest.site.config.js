// What looks at the documentation's site, which is built first: half a minute and 200 MB of
// packages, so `npm test` does without. Needs Chromium and ruby.
import config from './jest.config.js';

const [unit] = config.projects;

export default {
  testTimeout: config.testTimeout,
  projects: [
    {
      ...unit,
      displayName: 'site',
      testMatch: ['<rootDir>/test/**/*.site.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    },
  ],
};
