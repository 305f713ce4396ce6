const same = (one, other) =>
  Object.is(one?.value, other?.value) && one?.get === other?.get && one?.set === other?.set;

// Packages, which are loaded once, keep their registries here: `__cdkTokenMap`, `Symbol(undici…)`.
const isOfPackage = (key) => typeof key === 'symbol' || key.startsWith('__');

const keepProperties = (object) => {
  const before = Object.getOwnPropertyDescriptors(object);
  return () => {
    for (const key of Reflect.ownKeys(object)) {
      if (!(key in before) && !isOfPackage(key)) delete object[key];
    }
    for (const key of Reflect.ownKeys(before)) {
      if (!same(before[key], Object.getOwnPropertyDescriptor(object, key)))
        Object.defineProperty(object, key, before[key]);
    }
  };
};

/** Returns what undoes a test file's changes of globals, environment and working folder. */
export const keepProcess = () => {
  const { exitCode, exit, title } = process;
  const folder = process.cwd();
  const kept = [keepProperties(globalThis), keepProperties(process.env)];
  return () => {
    for (const restore of kept) restore();
    process.chdir(folder);
    Object.assign(process, { exitCode, exit, title });
  };
};
