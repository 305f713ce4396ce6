// biome-ignore lint/suspicious/noExplicitAny: templates and events have no types here.
type Value = any;

/** A request as EventBridge would send it for an event. */
export type SentRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
};

const at = (event: Value, path: string): Value =>
  path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean)
    .reduce((value, name) => value?.[name], event);

const filled = (value: string, event: Value): string =>
  value.startsWith('$.') ? String(at(event, value)) : value;

const filledAll = (values: Record<string, string> = {}, event: Value): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, filled(value, event)]));

/**
 * In a template a placeholder stands for its value as JSON; within quotes, CDK has written it
 * without them.
 */
const transformed = ({ InputPathsMap, InputTemplate }: Value, event: Value): unknown =>
  JSON.parse(
    InputTemplate.replace(/<([\w-]+)>/g, (_: string, name: string) =>
      JSON.stringify(at(event, InputPathsMap[name]) ?? null),
    ),
  );

const bodyOf = ({ InputPath, Input, InputTransformer }: Value, event: Value): unknown => {
  if (InputTransformer) return transformed(InputTransformer, event);
  return Input ? JSON.parse(Input) : at(event, InputPath ?? '$');
};

const urlOf = (
  endpoint: string,
  { PathParameterValues = [], QueryStringParameters }: Value,
  event: Value,
): string => {
  const values = [...PathParameterValues];
  const path = endpoint.replaceAll('*', () => encodeURIComponent(filled(values.shift(), event)));
  const query = new URLSearchParams(filledAll(QueryStringParameters, event)).toString();
  return query ? `${path}?${query}` : path;
};

type Parts = { target: Value; destination: Value; connection: Value };

/**
 * Works out the request of a rule's target from its destination, its parameters, its input and its
 * connection's header.
 */
export const sentRequest = (
  { target, destination, connection }: Parts,
  event: Value,
): SentRequest => {
  const { HttpParameters = {} } = target;
  const { ApiKeyName } = connection.AuthParameters.ApiKeyAuthParameters;
  return {
    method: destination.HttpMethod,
    url: urlOf(destination.InvocationEndpoint, HttpParameters, event),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      ...filledAll(HttpParameters.HeaderParameters, event),
      [ApiKeyName]: '<secret>',
    },
    body: bodyOf(target, event),
  };
};
