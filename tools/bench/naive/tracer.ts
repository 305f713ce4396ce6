import { Tracer } from '@aws-lambda-powertools/tracer';

/** Loads X-Ray's SDK without a trace, to measure its cost. */
export const handler = async (): Promise<boolean> => new Tracer().isTracingEnabled();
