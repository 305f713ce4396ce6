import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { keepProcess } from './keep-process.js';
import { enterKind } from './kinds.js';

// For every process that a test starts: half of a CLI run's time is the compiling of its modules.
// Not for the worker itself, which would keep the project's modules once per test file.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../../node_modules/.cache/keepsake/compiled', import.meta.url),
);

// CDK's own rules take five seconds of every synthesis. test/lib/stages.stage.test.ts runs them.
process.env.CDK_VALIDATION = 'false';

// A worker of a coloured run inherits the wish for colours. Tests read what their processes print.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';

/**
 * A test file's environment: the worker's own globals instead of a context of `node:vm`. What the
 * file changes of the process is undone when it ends.
 */
export default class NativeEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #restoreProcess = keepProcess();

  constructor({ projectConfig }) {
    enterKind(projectConfig);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    // Jest's formatter serves source maps and shows a module's URL. Node's shows its `sourceURL`.
    Error.prepareStackTrace = undefined;
  }

  /** Waits until Node has told of the last test's unhandled rejections. */
  async handleTestEvent({ name }) {
    if (name === 'run_describe_finish') await nextTurn();
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.#restoreProcess();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
}
