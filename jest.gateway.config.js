// Tests against a real S3 server, built from source with Go. `npm test` does without.
import config from './jest.config.js';

const [unit] = config.projects;

export default {
  testTimeout: config.testTimeout,
  projects: [
    {
      ...unit,
      displayName: 'gateway',
      testMatch: ['<rootDir>/test/**/*.gateway.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
      globalSetup: '<rootDir>/test/jest/start-gateway.ts',
      globalTeardown: '<rootDir>/test/jest/stop-gateway.ts',
    },
  ],
};
