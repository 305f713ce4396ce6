import { type Aws, signedFetch } from './signed-fetch.ts';

type LogEvent = { message: string; timestamp: number };

const looksBad = /"level":\s*"(WARN|ERROR|CRITICAL)"|Runtime\.|Error:|Task timed out/;

/** The newest lines in which a deployed function complains: why a local run did not end well. */
export const functionErrors = async (aws: Aws, limit = 5): Promise<string[]> => {
  const { logGroups } = await logs<{ logGroups: { logGroupName: string }[] }>(
    aws,
    'DescribeLogGroups',
    {},
  );
  const found = await Promise.all(
    logGroups.map(async ({ logGroupName }) => {
      const { events } = await logs<{ events: LogEvent[] }>(aws, 'FilterLogEvents', {
        logGroupName,
      });
      return events
        .filter(({ message }) => looksBad.test(message))
        .map(({ message, timestamp }) => ({ message, timestamp, logGroupName }));
    }),
  );
  const newest = found.flat().sort((a, b) => b.timestamp - a.timestamp);
  return newest
    .slice(0, limit)
    .map(({ message, logGroupName }) => `${logGroupName}: ${message.trim().slice(0, 600)}`);
};

const logs = async <T>(aws: Aws, action: string, input: object): Promise<T> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `Logs_20140328.${action}`,
  };
  return JSON.parse(
    await signedFetch(aws, { service: 'logs', headers, body: JSON.stringify(input) }),
  ) as T;
};
