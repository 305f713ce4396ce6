import { type Aws, signedFetch } from '../../local/signed-fetch.ts';

/** A deployed function: how much memory it has and what its environment says. */
export type DeployedFunction = { memoryMiB: number; environment: Record<string, string> };

type Configuration = {
  Description: string;
  MemorySize: number;
  Environment?: { Variables?: Record<string, string> };
};

type Page = { Functions: Configuration[]; NextMarker?: string };

/** Every function the endpoint has, by its description (`Keepsake: copy-files`). */
export const deployedFunctions = async (aws: Aws): Promise<Map<string, DeployedFunction>> => {
  const found = new Map<string, DeployedFunction>();
  let marker: string | undefined;
  do {
    const query = marker ? `?Marker=${encodeURIComponent(marker)}` : '';
    const path = `/2015-03-31/functions/${query}`;
    const page = JSON.parse(
      await signedFetch(aws, { service: 'lambda', method: 'GET', path }),
    ) as Page;
    for (const { Description, MemorySize, Environment } of page.Functions)
      found.set(Description, { memoryMiB: MemorySize, environment: Environment?.Variables ?? {} });
    marker = page.NextMarker;
  } while (marker);
  return found;
};
