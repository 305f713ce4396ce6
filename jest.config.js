// Five projects. `unit` needs nothing but this process and takes a minute; test/jest/native/kinds.js
// holds it to that. A file of another is named for what it needs, `name.<kind>.test.ts`: `stage`
// synthesizes stacks; `program` starts programs, such as the CLI or a PostgreSQL; `browser` starts
// a Chromium; `emulator` meets the real stacks, deployed.
const shared = {
  // Node loads the tests: packages once per worker, the project's modules once per test file.
  runtime: '<rootDir>/test/jest/native/runtime.js',
  testEnvironment: '<rootDir>/test/jest/native/environment.js',
  injectGlobals: false,
  transform: {},
  setupFiles: ['<rootDir>/test/jest/quiet.js'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.keepsake', '<rootDir>/dist'],
};

const ofKind = (kind) => ({
  ...shared,
  displayName: kind,
  testMatch: [`<rootDir>/test/**/*.${kind}.test.ts`],
});

export default {
  // A hang ends here. A busy machine never does: a test of seconds took minutes at a load of 30.
  testTimeout: 1_800_000,
  // A process of its own even on one core, replaced when it grows: modules of ES tests are never
  // given back.
  maxWorkers: 3,
  workerIdleMemoryLimit: '1.5GB',
  testSequencer: '<rootDir>/test/jest/slowest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      // `name.<kind>.test.ts` needs something, and belongs to another project or configuration.
      testPathIgnorePatterns: ['\\.[a-z]+\\.test\\.ts$', '/node_modules/'],
    },
    ofKind('stage'),
    ofKind('program'),
    ofKind('browser'),
    {
      ...ofKind('emulator'),
      globalSetup: '<rootDir>/test/jest/start-emulator.ts',
      globalTeardown: '<rootDir>/test/jest/stop-emulator.ts',
    },
  ],
};
