import { type Aws, signedFetch } from '../../local/signed-fetch.ts';

/** A deployed function: what it is for, what it may use, where it logs. */
export type DeployedFunction = { description: string; memoryMiB: number; environment: Record<string, string>; logGroup: string };

type Configuration = {
  FunctionName: string;
  Description: string;
  MemorySize: number;
  Environment?: { Variables?: Record<string, string> };
  LoggingConfig?: { LogGroup?: string };
};

type Page = { Functions: Configuration[]; NextMarker?: string };

/** Every function the endpoint has, by its description (`Keepsake: copy-files`). */
export const deployedFunctions = async (aws: Aws): Promise<Map<string, DeployedFunction>> => {
  const found = new Map<string, DeployedFunction>();
  let marker = '';
  do {
    const path = `/2015-03-31/functions/${marker && `?Marker=${encodeURIComponent(marker)}`}`;
    const page = JSON.parse(await signedFetch(aws, { service: 'lambda', method: 'GET', path })) as Page;
    for (const { FunctionName, Description, MemorySize, Environment, LoggingConfig } of page.Functions)
      found.set(Description, {
        description: Description,
        memoryMiB: MemorySize,
        environment: Environment?.Variables ?? {},
        logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`,
      });
    marker = page.NextMarker ?? '';
  } while (marker);
  return found;
};

/** What a function's REPORT lines since `sinceMs` say it was billed, milliseconds each. */
export const billedMs = async (aws: Aws, { logGroup }: DeployedFunction, sinceMs: number): Promise<number[]> => {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const body = JSON.stringify({ logGroupName: logGroup, filterPattern: 'REPORT', startTime: sinceMs, limit: 10_000 });
  const answer = JSON.parse(await signedFetch(aws, { service: 'logs', headers, body })) as { events: { message: string }[] };
  return answer.events.flatMap(({ message }) => {
    const found = /Billed Duration: ([\d.]+) ms/.exec(message)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
};
