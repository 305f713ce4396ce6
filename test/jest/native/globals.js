// What `@jest/globals` means in a test file: functions of the run that loads it.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } =
  globalThis[Symbol.for('keepsake.jest')];
