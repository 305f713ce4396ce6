// Tests of bulk sources against real servers: Azurite, Microsoft's emulator of Azure Blob Storage;
// fake-gcs-server; OpenSSH. The first use installs the first two into folders of their own, because
// they are large. `npm test` does without.
import config from './jest.config.js';

const [unit] = config.projects;

export default {
  testTimeout: config.testTimeout,
  projects: [
    {
      ...unit,
      displayName: 'sources',
      testMatch: ['<rootDir>/test/**/*.sources.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    },
  ],
};
