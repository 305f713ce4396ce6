// Tests against Azurite, Microsoft's emulator of Azure Blob Storage. Azurite takes 360 MB, so the
// first use installs it into a folder of its own. `npm test` does without.
import config from './jest.config.js';

const [unit] = config.projects;

export default {
  testTimeout: config.testTimeout,
  projects: [
    {
      ...unit,
      displayName: 'azurite',
      testMatch: ['<rootDir>/test/**/*.azurite.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    },
  ],
};
