import { type JsonNode, type Setting, valueAt } from './json-node.ts';

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

const plurals: Readonly<Record<string, string>> = {
  text: 'texts',
  'e-mail address': 'e-mail addresses',
};

/** The values that a setting takes. */
export const takes = ({ path, node, same, isOptional }: Setting): string => {
  if (same !== undefined) return `as ${code(same)}`;
  return isOptional && node.properties ? 'the settings below' : takesNode(path, node);
};

const code = (value: unknown): string => `\`${value}\``;

const takesNode = (path: string, node: JsonNode): string => {
  const choices = node.anyOf ?? node.oneOf;
  if (choices) return either(choices.map((choice) => takesNode(path, choice)));
  if (node.enum) return either(node.enum.map(code));
  if (node.const !== undefined) return code(node.const);
  if (node.type === 'boolean') return `${code(true)} or ${code(false)}`;
  if (node.type === 'integer') return range(path, node);
  if (node.type === 'number') return 'number';
  if (node.type === 'array') {
    const most = node.maxItems === undefined ? '' : `, at most ${node.maxItems}`;
    return `list of ${plural(takesNode(path, node.items ?? {}))}${most}`;
  }
  if (node.properties) return shape(node);
  if (node.additionalProperties) return `by name: ${takesNode(path, node.additionalProperties)}`;
  return { email: 'e-mail address', uri: 'URL' }[`${node.format}`] ?? 'text';
};

const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const range = (path: string, { minimum, exclusiveMinimum, maximum }: JsonNode): string => {
  const low = minimum ?? (exclusiveMinimum ?? -1) + 1;
  const kind = isBytes(path) ? 'bytes' : 'whole number';
  const first = low === 0 ? 1 : low;
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? kind
    : `${kind}, ${amount(path, first)} to ${amount(path, maximum)}`;
};

const isBytes = (path: string): boolean => /bytes(PerDay)?$/i.test(path);

const amount = (path: string, value: number): string =>
  isBytes(path) ? size(value) : number(value);

const size = (bytes: number): string => {
  if (bytes % GiB === 0) return `${number(bytes / GiB)} GiB`;
  return bytes % MiB === 0 ? `${number(bytes / MiB)} MiB` : `${number(bytes / 1_000_000)} MB`;
};

const number = (value: number): string => value.toLocaleString('en-US');

const plural = (words: string): string => plurals[words] ?? words;

/** The fields of an object that is part of a list or of a choice. */
const shape = ({ properties = {}, required = [] }: JsonNode): string => {
  const fields = Object.entries(properties).map(([name, field]) => {
    const mark = required.includes(name) ? name : `${name}?`;
    return field.const === undefined ? mark : `${mark}: '${field.const}'`;
  });
  return code(`{ ${fields.join(', ')} }`);
};

type Stages = Readonly<Record<'prod' | 'dev' | 'local', unknown>>;

/** What a stage has that does not say: that of `prod`, and others where they differ. */
export const defaultOf = ({ path, node }: Setting, { prod, dev, local }: Stages): string => {
  const of = (stage: unknown): string => told(path, valueAt(stage, path) ?? node.default);
  const main = of(prod);
  const others = Object.entries({ dev: of(dev), local: of(local) }).filter(
    ([, value]) => value !== main,
  );
  const same = new Set(others.map(([, value]) => value)).size === 1 && others.length === 2;
  const rest = same
    ? [`dev, local: ${others[0]?.[1]}`]
    : others.map(([stage, value]) => `${stage}: ${value}`);
  return rest.length === 0 ? main : `${main} (${rest.join('; ')})`;
};

const told = (path: string, value: unknown): string => {
  if (value === undefined) return 'absent';
  if (typeof value === 'number') return amount(path, value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(code).join(', ');
  if (typeof value !== 'object') return code(value);
  const entries = Object.entries(value as object);
  const isFlat = entries.every(([, part]) => typeof part !== 'object');
  if (!isFlat) return entries.length > 3 ? `${entries.length} entries` : 'set, see below';
  const parts = entries.map(
    ([name, part]) => `${name}: ${typeof part === 'string' ? `'${part}'` : part}`,
  );
  return code(parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`);
};
