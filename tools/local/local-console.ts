import { stageConfig } from '../../lib/config.ts';
import { ConsoleServer } from '../console/console-server.ts';
import { proxyApi } from '../console/proxy-api.ts';
import { type Deployed, freshAdminToken } from './deploy.ts';
import { renewedToken } from './renewed-token.ts';

/** The port that is tried first, so that a bookmark stays good. */
const consolePort = 4580;

// Tokens are good for an hour.
const tokenMs = 45 * 60_000;

/** Serves the built console in `folder` for the running stage. Its `signedInUrl` signs in. */
export const startConsole = (deployed: Deployed, folder: string): Promise<ConsoleServer> => {
  const { adminGroup, viewerGroup } = stageConfig('local').auth;
  return new ConsoleServer({
    folder,
    config: { stage: 'local', signIn: { kind: 'local' }, adminGroup, viewerGroup },
    fileOrigins: originsOf(deployed),
    getToken: renewedToken(deployed.adminToken, {
      renew: () => freshAdminToken(deployed, 'local'),
      maxAgeMs: tokenMs,
    }),
    api: proxyApi(deployed.apiUrl),
    port: consolePort,
  }).start();
};

/** Names of this machine in URLs that storage signs. */
const originsOf = ({ endpoint }: Deployed): string[] => {
  const { protocol, port } = new URL(endpoint);
  return [
    ...new Set([endpoint, `${protocol}//127.0.0.1:${port}`, `${protocol}//localhost:${port}`]),
  ];
};
