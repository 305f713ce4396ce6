import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { countUnreadable, publishCounted } from './metrics.ts';

/** One JSON line per event; never a URL, a token or a whole event. */
export const logger = new Logger();

/** Logs a failure that ends no invocation, and counts records that cannot be read. */
export const logFailure = (
  message: string,
  error: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): void => {
  countUnreadable(error);
  logger.error(message, { ...fields, error: error as Error });
};

/**
 * The one middy stack: log keys, metrics, then the handler. Traces come from Lambda's own active
 * tracing: the SDK for it costs 24 ms at init.
 */
export const observed = <Event, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
) =>
  middy<Event, Result>()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use({ after: publishCounted, onError: countFailure })
    .handler((event, context) => handle(event, context));

const countFailure = ({ error }: { error: unknown }): void => {
  countUnreadable(error);
  publishCounted();
};
