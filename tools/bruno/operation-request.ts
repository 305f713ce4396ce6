import type { BrunoField, BrunoRequest } from '@usebruno/lang';

type Parameter = { name: string; in: string; required: boolean; example?: unknown };

/** An operation of docs/openapi.json, as far as a request needs it. */
export type DescribedOperation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly [string];
  security: readonly object[];
  parameters: readonly Parameter[];
  requestBody?: { content: Readonly<Record<string, { example: Record<string, unknown> }>> };
};

/** Where an operation is, e.g. `post` and `/orders/{id}/links`. */
export type Route = { method: string; path: string };

/** The request of one operation, with the document's examples. */
export const operationRequest = (
  { method, path }: Route,
  operation: DescribedOperation,
  seq: number,
): BrunoRequest => {
  const query = fieldsOf(operation.parameters, 'query');
  const { kind, body } = sentBy(operation);
  return {
    meta: { name: operation.operationId, type: 'http', seq },
    http: { method, url: urlOf(path, query), body: kind, auth: authOf(operation) },
    params: [...query, ...fieldsOf(operation.parameters, 'path')],
    ...headersOf(operation.parameters),
    ...(body && { body }),
    docs: [operation.summary, operation.description].filter(Boolean).join('\n\n'),
  };
};

const fieldsOf = (parameters: readonly Parameter[], kind: 'query' | 'path'): BrunoField[] =>
  parameters
    .filter((parameter) => parameter.in === kind && parameter.example !== undefined)
    .map(({ name, required, example }) => ({
      name,
      value: String(example),
      enabled: required,
      type: kind,
    }));

type Sent = { kind: string; body?: NonNullable<BrunoRequest['body']> };

const sentBy = ({ requestBody }: DescribedOperation): Sent => {
  const [[mediaType, { example }] = [undefined, { example: {} }]] = Object.entries(
    requestBody?.content ?? {},
  );
  if (mediaType === undefined) return { kind: 'none' };
  return mediaType === 'application/json'
    ? { kind: 'json', body: { json: JSON.stringify(example, null, 2) } }
    : { kind: 'multipartForm', body: { multipartForm: formOf(example) } };
};

/** A file of a form is chosen in Bruno; its text fields have their examples. */
const formOf = (example: Record<string, unknown>) =>
  Object.entries(example).map(([name, value]) =>
    name === 'file'
      ? { name, value: [], enabled: true, type: 'file' as const }
      : { name, value: String(value), enabled: true, type: 'text' as const },
  );

/** Bruno sends the address as it stands: a query that is needed is part of it. */
const urlOf = (path: string, query: readonly BrunoField[]): string => {
  const needed = query.filter(({ enabled }) => enabled);
  const search = new URLSearchParams(
    needed.map(({ name, value }): [string, string] => [name, String(value)]),
  );
  const asked = needed.length > 0 ? `?${search}` : '';
  return `{{address}}${path.replaceAll(/\{(\w+)\}/g, ':$1')}${asked}`;
};

/** The token's variable is the collection's; a public operation sends none. */
const authOf = ({ security }: DescribedOperation): 'inherit' | 'none' =>
  security.length > 0 ? 'inherit' : 'none';

const headersOf = (parameters: readonly Parameter[]): { headers?: BrunoField[] } => {
  const named = parameters.filter((parameter) => parameter.in === 'header');
  return named.length > 0
    ? { headers: named.map(({ name }) => ({ name, value: '{{$guid}}', enabled: true })) }
    : {};
};
