// Handlers write their log and their metrics to stdout and stderr, as Lambda wants it. In a test
// run nobody reads those lines: a test that does catches them (test/lambdas/log-lines.ts).
const quiet = Symbol.for('keepsake.quiet');
const isOfHandler = (chunk) => /^\{"(?:level|_aws)":/.test(String(chunk));

process.env.POWERTOOLS_METRICS_NAMESPACE ??= 'Keepsake';
// The CDK's own code uses properties of the CDK that are deprecated.
process.env.JSII_DEPRECATED = 'quiet';

for (const stream of [process.stdout, process.stderr]) {
  if (stream[quiet]) continue;
  const write = stream.write.bind(stream);
  stream[quiet] = true;
  stream.write = (chunk, ...rest) => (isOfHandler(chunk) ? true : write(chunk, ...rest));
}
