import type { RouteName } from '../../../core/route-functions.ts';
import { openApi } from '../../../openapi/document.ts';

/** A JSON schema, of which the fields are asked. */
export type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
} & Partial<Record<'anyOf' | 'oneOf' | 'allOf', Schema[]>>;
type Parameter = { name: string; in: 'path' | 'query' | 'header' };
type Described = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

const document = openApi() as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

const resolved = (schema: Schema): Schema => {
  const name = schema.$ref?.split('/').at(-1);
  const found = name === undefined ? schema : document.components.schemas[name];
  if (!found) throw new Error(`The document has no schema ${name}.`);
  return found;
};

const childrenOf = ({ properties = {}, additionalProperties: more, items, ...schema }: Schema) => [
  ...Object.entries(properties).map(([name, child]) => [`.${name}`, child] as const),
  ...(typeof more === 'object' ? [['{}', more] as const] : []),
  ...(items ? [['[]', items] as const] : []),
  ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((each) =>
    (each ?? []).map((child) => ['', child] as const),
  ),
];

/** The fields that hold values: a list of plain values is one field, under its own name. */
export const leavesOf = (schema: Schema, path: string): string[] => {
  const found = childrenOf(resolved(schema)).flatMap(([step, child]) => {
    const isPlainList = step === '[]' && childrenOf(resolved(child)).length === 0;
    return leavesOf(child, isPlainList ? path : `${path}${step}`);
  });
  return found.length > 0 ? found : [path];
};

const bodyFields = ({ requestBody }: Described): string[] =>
  Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
    leavesOf(schema, '').map((path) => path.replace(/^\./, '')),
  );

/** The first of a path is the record that the route is about, and the route's own way names it. */
const parameterFields = ({ parameters }: Described): string[] => {
  const [about] = parameters.filter((parameter) => parameter.in === 'path');
  return parameters.filter((parameter) => parameter !== about).map(({ name }) => name);
};

const described = new Map(
  Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => [operation.operationId, operation]),
);

/** Every field of a route's requests as its schemas say: of path, query, headers and body. */
export const requestFields = (route: RouteName): string[] => {
  const operation = described.get(route);
  if (!operation) throw new Error(`The document does not describe ${route}.`);
  return [...new Set([...parameterFields(operation), ...bodyFields(operation)])].filter(
    (field) => field !== '',
  );
};
