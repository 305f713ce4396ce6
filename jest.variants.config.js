// Tests of variants on a deployed stage, with sharp and this machine's ffmpeg.
import config from './jest.config.js';

const [unit] = config.projects;

export default {
  testTimeout: config.testTimeout,
  projects: [
    {
      ...unit,
      displayName: 'variants',
      testMatch: ['<rootDir>/test/**/*.variants.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
      globalSetup: '<rootDir>/test/jest/start-variants.ts',
      globalTeardown: '<rootDir>/test/jest/stop-variants.ts',
    },
  ],
};
