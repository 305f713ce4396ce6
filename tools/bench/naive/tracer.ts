import { Tracer } from '@aws-lambda-powertools/tracer';

/** What X-Ray's SDK costs before it has traced anything. */
export const handler = async (): Promise<boolean> => new Tracer().isTracingEnabled();
