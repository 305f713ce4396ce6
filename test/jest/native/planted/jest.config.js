// Test files that must fail, or must not see one another; planted.program.test.ts runs them.
import { fileURLToPath } from 'node:url';
import config from '../../../../jest.config.js';

const [unit] = config.projects;
const rootDir = fileURLToPath(new URL('../../../../', import.meta.url));

export default {
  ...config,
  rootDir,
  maxWorkers: 1,
  projects: [{ ...unit, rootDir, testMatch: ['<rootDir>/test/jest/native/planted/*.planted.ts'] }],
};
