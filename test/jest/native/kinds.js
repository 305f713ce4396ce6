import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

const kindNow = Symbol.for('keepsake.kind');

/** Notes of which kind (the project's name) the file is whose tests run next. */
export const enterKind = ({ displayName }) => {
  globalThis[kindNow] = displayName?.name;
};

const refuse = (what, kind) => {
  if (globalThis[kindNow] === 'unit')
    throw new Error(`A unit test ${what}. Name the file \`name.${kind}.test.ts\`.`);
};

/** Called with each package that a test file, or what it imports, asks for. */
export const assertOfKind = (specifier) => {
  if (specifier.startsWith('aws-cdk-lib')) refuse('synthesizes no stack', 'stage');
};

const guarded = (start) =>
  function refuseInUnitTests(...given) {
    refuse('starts no program', 'program');
    return Reflect.apply(start, this, given);
  };

// Whatever starts a program and goes on ends in the first; what waits for its end in the others.
const { ChildProcess } = childProcess;
ChildProcess.prototype.spawn = guarded(ChildProcess.prototype.spawn);
for (const name of ['spawnSync', 'execSync', 'execFileSync'])
  childProcess[name] = guarded(childProcess[name]);
syncBuiltinESMExports();
