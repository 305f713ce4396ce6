import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalProblem } from '../local-problem.ts';
import { patienceMs } from '../patience.ts';
import { projectFolder, toolPath } from '../project-folder.ts';
import { makeScratch, startGroup } from './child-groups.ts';
import { freePort, requireFreePort } from './free-port.ts';
import { type ComingCall, type SeenCall, startHttpsFront } from './https-front.ts';
import { ensurePythonEnvironment } from './python-environment.ts';

/** A running AWS endpoint; `stop` ends it when it is ours. */
export type Emulator = { endpoint: string; name: string; stop(): Promise<void> };

/**
 * `port` 0 takes any free one; `waitScale` 0 makes workflows skip their waits; `onCall` is told of
 * every call, and `beforeCall` may hold one back. `enforcesIam` false lets every caller do
 * everything, for benches.
 */
export type EmulatorOptions = {
  port?: number;
  waitScale?: number | undefined;
  enforcesIam?: boolean;
  onCall?: (call: SeenCall) => void;
  beforeCall?: (call: ComingCall) => Promise<void>;
  onProgress?: (message: string) => void;
};

/**
 * Starts the pinned emulator on the loopback interface, or takes the endpoint AWS_ENDPOINT_URL
 * names. Throws `LocalProblem`.
 */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const { port = 4566, onProgress } = options;
  const existing = process.env.AWS_ENDPOINT_URL;
  if (existing) return useExisting(existing);
  if (port !== 0) await requireFreePort(port);
  const requirementsFile = path.join(
    projectFolder,
    'tools',
    'local',
    'emulator',
    'requirements.txt',
  );
  const python = await ensurePythonEnvironment({
    folder: path.join(projectFolder, '.keepsake', 'venv'),
    requirementsFile,
    ...(onProgress && { onProgress }),
  });
  return launch(python, port === 0 ? await freePort() : port, options);
};

const useExisting = async (endpoint: string): Promise<Emulator> => {
  if (await answers(endpoint))
    return {
      endpoint: endpoint.replace(/\/$/, ''),
      name: 'AWS_ENDPOINT_URL',
      stop: async () => {},
    };
  throw new LocalProblem(
    `Nothing answers at AWS_ENDPOINT_URL=${endpoint}. Start it, or unset the variable and ` +
      'Keepsake brings its own.',
  );
};

const answers = async (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  );

const launch = async (
  python: string,
  frontPort: number,
  options: EmulatorOptions,
): Promise<Emulator> => {
  const port = await freePort();
  const scratch = makeScratch();
  const logFile = path.join(scratch.folder, 'emulator.log');
  const log = openSync(logFile, 'w');
  const env = environment({ port, frontPort, scratch: scratch.folder }, options);
  const front = await startHttpsFront({
    port: frontPort,
    emulatorPort: port,
    onCall: options.onCall,
    beforeCall: options.beforeCall,
  });
  const group = startGroup(python, serverArguments(port), {
    cwd: scratch.folder,
    env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const stop = async (): Promise<void> => {
    await front.stop();
    await group.stop();
    await scratch.remove();
  };
  const hasEnded = (): boolean => group.child.exitCode !== null || group.child.signalCode !== null;
  await whenHealthy(front.endpoint, hasEnded, logFile).catch((error: unknown) =>
    stop().then(() => Promise.reject(error)),
  );
  return { endpoint: front.endpoint, name: 'MiniStack', stop };
};

/** Where the emulator and the front before it listen, and the emulator's folder. */
type Listening = { port: number; frontPort: number; scratch: string };

// Complete, and nothing else: functions inherit all of it, and a developer's own AWS settings must
// not reach them.
const environment = (
  { port, frontPort, scratch }: Listening,
  { waitScale, enforcesIam = true }: EmulatorOptions,
): NodeJS.ProcessEnv => ({
  PATH: toolPath,
  HOME: scratch,
  TMPDIR: scratch,
  LANG: 'C.UTF-8',
  GATEWAY_PORT: `${port}`,
  // Functions reach the emulator through the front, too.
  AWS_ENDPOINT_URL: `http://127.0.0.1:${frontPort}`,
  AUTH: `${enforcesIam}`,
  BIND_HOST: '127.0.0.1',
  MINISTACK_HOST: 'localhost',
  LOG_LEVEL: 'WARNING',
  ...(waitScale !== undefined && { SFN_WAIT_SCALE: `${waitScale}` }),
});

/** MiniStack's application in uvicorn, twice as fast a call as in MiniStack's own server. */
const serverArguments = (port: number): string[] => [
  ...['-m', 'uvicorn', 'ministack.app:app', '--host', '127.0.0.1', '--port', `${port}`],
  ...['--http', 'httptools', '--loop', 'uvloop', '--ws', 'none', '--timeout-keep-alive', '75'],
  ...['--no-server-header', '--no-date-header', '--no-access-log', '--log-level', 'warning'],
  ...['--timeout-graceful-shutdown', '1'],
];

const whenHealthy = async (
  endpoint: string,
  hasEnded: () => boolean,
  logFile: string,
): Promise<void> => {
  for (const end = Date.now() + patienceMs; Date.now() < end && !hasEnded(); await sleep(25)) {
    if (await answers(`${endpoint}/_ministack/health`)) return;
  }
  const what = hasEnded() ? 'ended while starting' : `did not answer within ${patienceMs / 1000} s`;
  throw new LocalProblem(`The AWS emulator ${what}. It said:\n  ${lastLines(logFile)}`);
};

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n  ');
