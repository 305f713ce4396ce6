import type { Call, FaultPlan } from './fault-plan.ts';

type Input = Record<string, unknown>;
type Args = { input: Input; request?: unknown };
type Context = { clientName?: string; commandName?: string; call?: Call };
type Next = (args: Args) => Promise<{ response: unknown; output: unknown }>;
type Middleware = (next: Next, context: Context) => Next;

/** As much of an SDK client as a network between it and AWS needs. */
type Client = { middlewareStack: { add: (...args: never[]) => void } };

const connectionReset = (): Error =>
  Object.assign(new Error('socket hang up'), { name: 'Error', code: 'ECONNRESET' });

const operationOf = ({ commandName = '' }: Context): string => commandName.replace(/Command$/, '');

/**
 * `FILE#photo` and `upl_photo_…` belong to the photo. Other keys belong to no file in particular.
 */
const fileOf = ({
  Key,
  Prefix,
  Item,
}: {
  Key?: unknown;
  Prefix?: unknown;
  Item?: Input;
}): string => {
  const subject = JSON.stringify([Key, Prefix, Item?.item ?? Item?.uploadId]);
  return /(?:FILE#|upl_)([a-z]+)/.exec(subject)?.[1] ?? '';
};

const nameOf = (input: Input, context: Context): string =>
  [(context.clientName ?? '').replace(/Client$/, ''), operationOf(context), fileOf(input)]
    .filter(Boolean)
    .join(' ');

const drain = (response: unknown): void => {
  const { body } = response as { body?: { resume?: () => void } };
  body?.resume?.();
};

/** Puts a network between a client and AWS in which calls go wrong as planned. */
export const connect = <C extends Client>(client: C, plan: FaultPlan): C => {
  const count: Middleware = (next, context) => (args) => {
    context.call = plan.begin(nameOf(args.input, context));
    return next(args);
  };
  // Last before the wire, so that each of the SDK's own attempts passes here.
  const wire: Middleware = (next, context) => async (args) => {
    const fault = context.call && plan.meet(context.call);
    if (fault === 'before') throw connectionReset();
    const done = await next(args);
    if (fault === undefined) return done;
    drain(done.response);
    throw connectionReset();
  };
  client.middlewareStack.add(
    count as never,
    { step: 'initialize', name: 'countCalls', priority: 'high' } as never,
  );
  client.middlewareStack.add(
    wire as never,
    { step: 'deserialize', name: 'faultyWire', priority: 'low' } as never,
  );
  return client;
};
