type Entry = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  devOptional?: boolean;
};

/** A package-lock.json, as far as it matters here. */
export type PackageLock = {
  name: string;
  version: string;
  lockfileVersion: number;
  packages: Record<string, Entry> & { '': { dependencies?: Record<string, string> } };
};

const prefix = 'node_modules/';

/** The part of a lock that one package needs: the same versions with the same hashes. */
export const lockExcerpt = (lock: PackageLock, name: string): PackageLock => {
  const { lockfileVersion, packages } = lock;
  const { version } = packages[`${prefix}${name}`] ?? {};
  if (version === undefined) throw new Error(`package-lock.json has no package ${name}.`);
  const places = [...closure(packages, name)].sort();
  const entries = places.map((place) => {
    const { dev: _dev, devOptional: _both, ...entry } = packages[place] ?? {};
    return [place, entry];
  });
  const root = { name: 'keepsake-packages', version: '0.0.0', dependencies: { [name]: version } };
  return {
    name: root.name,
    version: root.version,
    lockfileVersion,
    packages: { '': root, ...Object.fromEntries(entries) },
  };
};

/** A package and everything it may need on any platform, by its place in node_modules. */
const closure = (all: PackageLock['packages'], name: string, found = new Set<string>()) => {
  const place = `${prefix}${name}`;
  const entry = all[place];
  if (entry === undefined || found.has(place)) return found;
  found.add(place);
  for (const nested of Object.keys(all).filter((other) => other.startsWith(`${place}/${prefix}`)))
    found.add(nested);
  for (const needed of namesIn(entry)) closure(all, needed, found);
  return found;
};

const namesIn = ({ dependencies = {}, optionalDependencies = {} }: Entry): string[] => [
  ...Object.keys(dependencies),
  ...Object.keys(optionalDependencies),
];
