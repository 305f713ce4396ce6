import { createServer } from 'node:net';
import { LocalProblem } from '../local-problem.ts';

/** A free port of the loopback interface. */
export const freePort = (): Promise<number> => listen(0);

const listen = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

/** Throws when another process listens there. */
export const requireFreePort = async (port: number): Promise<void> => {
  try {
    await listen(port);
  } catch (cause) {
    const why =
      (cause as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? 'is taken by another program'
        : `cannot be used (${cause})`;
    throw new LocalProblem(
      `Port ${port} ${why}. See who has it with "lsof -i :${port}", or choose another: ` +
        `KEEPSAKE_PORT=${port + 1} npm start. ` +
        'If it is an AWS-compatible endpoint you want used: ' +
        `AWS_ENDPOINT_URL=http://127.0.0.1:${port} npm start`,
      { cause },
    );
  }
};
