import { awsAt, signedFetch } from '../../local/signed-fetch.ts';
import { deployed } from './visitor.ts';

type Fn = { Description: string; Environment?: { Variables?: Record<string, string> }; LoggingConfig: { LogGroup: string } };

const aws = awsAt(deployed.endpoint);

/** Every deployed function of Keepsake. */
export const functions = async (): Promise<Fn[]> => {
  const answer = await signedFetch(aws, { service: 'lambda', method: 'GET', path: '/2015-03-31/functions' });
  return (JSON.parse(answer) as { Functions: Fn[] }).Functions.filter(({ Description }) => Description.startsWith('Keepsake: '));
};

/** What a function was told in its environment. */
export const environmentOf = async (name: string): Promise<Record<string, string>> => {
  const found = (await functions()).find(({ Description }) => Description === `Keepsake: ${name}`);
  return found?.Environment?.Variables ?? {};
};

const linesOf = async ({ LoggingConfig: { LogGroup } }: Fn): Promise<string[]> => {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const body = JSON.stringify({ logGroupName: LogGroup, limit: 10_000 });
  const { events } = JSON.parse(await signedFetch(aws, { service: 'logs', headers, body })) as { events: { message: string }[] };
  return events.map(({ message }) => message);
};

/** Everything every function has logged so far. */
export const allLogs = async (): Promise<string> => (await Promise.all((await functions()).map(linesOf))).flat().join('\n');
