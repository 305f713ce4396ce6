import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type Ended, Workplace } from '../run-keepsake.ts';
import { StubServer } from '../stub-server.ts';

/** `keepsake` runs a command line in `here`, a folder whose local stage is the stub. */
type StubStage = {
  server: StubServer;
  here: Workplace;
  keepsake: (commandLine: string, env?: Record<string, string>) => Promise<Ended>;
};

/** A stage for a suite whose API is a stub. What it was asked is forgotten before each test. */
export const useStubStage = (): StubStage => {
  const server = new StubServer();
  const here = new Workplace();
  beforeAll(async () => {
    const apiUrl = await server.start();
    const local = {
      endpoint: apiUrl,
      region: 'eu-central-1',
      apiUrl,
      adminToken: 'local-admin',
      filesBucket: 'files',
      tables: {},
      categories: {},
    };
    here.files({ '.keepsake/local.json': JSON.stringify(local) });
  });
  beforeEach(() => {
    server.asked.length = 0;
  });
  afterAll(async () => {
    here.remove();
    await server.stop();
  });
  return { server, here, keepsake: (line, env) => here.run(`${line} --local`, env) };
};
