import type { Import } from './sources.ts';

/** Capabilities of core, the lowest first: a use case imports use cases of a lower row only. */
const rows: readonly (readonly string[])[] = [
  ['shared'],
  ['sessions', 'storage', 'payments', 'webhooks'],
  ['uploads'],
  ['orders', 'jobs', 'bulk', 'scans'],
  ['delivery', 'claims', 'operations'],
  ['retention'],
  ['promotions', 'variants'],
];

const rowOf = (capability: string): number =>
  rows.findIndex((capabilities) => capabilities.includes(capability));

/** `core/orders/model/order.ts` → floor `core`, capability `orders`; none directly on a floor. */
const placeOf = (file: string): { floor: string; capability: string | undefined } => {
  const [floor = '', capability, ...rest] = file.split('/');
  return { floor, capability: rest.length === 0 ? undefined : capability };
};

const isModelOrPorts = (file: string): boolean =>
  /^core\/[^/]+\/(model\/.+|ports\.ts)$/.test(file) || /^core\/[^/]+\.ts$/.test(file);

/**
 * Imports that a file of core may not have: a use case above or beside its own; for a model, any.
 */
const isWrongInCore = ({ file, target }: Import): boolean => {
  if (!file.startsWith('core/') || !target.startsWith('core/')) return false;
  if (isModelOrPorts(target)) return false;
  if (isModelOrPorts(file)) return true;
  const [from, to] = [placeOf(file).capability, placeOf(target).capability];
  return from !== to && rowOf(`${to}`) >= rowOf(`${from}`);
};

/** Folders of a floor that all its capabilities may import. */
const sharedFolders: Readonly<Record<string, readonly string[]>> = {
  adapters: ['aws', 'dynamo', 'storage'],
  lambdas: ['shared'],
  lib: ['shared'],
};

/** Files of lib that put the capabilities together, and may import all of them. */
const isComposition = (file: string): boolean =>
  /^lib\/(stacks\/|api\/|operations\/|[^/]+\.ts$)/.test(file) || /-stack\.ts$/.test(file);

/**
 * Imports that a capability may not have on its own floor: other capabilities, which are not
 * shared.
 */
const isWrongBesides = ({ file, target }: Import): boolean => {
  const [from, to] = [placeOf(file), placeOf(target)];
  const shared = sharedFolders[from.floor];
  if (shared === undefined || from.floor !== to.floor || isComposition(file)) return false;
  if (isComposition(target) && /stack\.ts$/.test(target)) return true;
  if (to.capability === undefined || to.capability === from.capability) return false;
  return !shared.includes(to.capability);
};

/** Imports that cross from one capability to another against the rules of docs/architecture.md. */
export const wrongCapabilities = (imports: readonly Import[]): Import[] =>
  imports.filter((one) => isWrongInCore(one) || isWrongBesides(one));

/** Files that import themselves over others, each circle once, as `a.ts → b.ts → a.ts`. */
export const circlesIn = (imports: readonly Import[]): string[] => {
  const targets = Map.groupBy(imports, ({ file }) => file);
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const { target } of targets.get(file) ?? []) follow(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) follow(file, []);
  return found;
};
