import { awsAt, signedFetch } from '../../tools/local/signed-fetch.ts';
import { forbiddenInLogs } from '../integration/operations/forbidden-in-logs.ts';

type Groups = { logGroups?: { logGroupName: string }[]; nextToken?: string };
type Lines = { events?: { message: string }[]; nextToken?: string };

/** Everything every log group of the endpoint holds, as `group: line`. */
const allLines = async (endpoint: string): Promise<string[]> => {
  const ask = async <Answer>(action: string, input: object): Promise<Answer> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${action}`,
    };
    return JSON.parse(
      await signedFetch(awsAt(endpoint), { service: 'logs', headers, body: JSON.stringify(input) }),
    );
  };
  const { logGroups = [] } = await ask<Groups>('DescribeLogGroups', {});
  const lines = logGroups.map(async ({ logGroupName }) => {
    const { events = [] } = await ask<Lines>('FilterLogEvents', { logGroupName, limit: 10_000 });
    return events.map(({ message }) => `${logGroupName}: ${message}`);
  });
  return (await Promise.all(lines)).flat();
};

/** Lines of a whole run that hold what no log may, each with what it is. */
export const secretsInLogs = async (endpoint: string): Promise<string[]> => {
  const lines = await allLines(endpoint);
  return lines.flatMap((line) =>
    forbiddenInLogs
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => `${what}: ${line.slice(0, 400)}`),
  );
};
