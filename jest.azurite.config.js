// What runs against Azurite, Microsoft's emulator of Azure Blob Storage, which is 360 MB and so
// installed on first use into a folder of its own. `npm test` does without.
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
