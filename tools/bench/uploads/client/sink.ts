import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The server all clients send to, in a process of its own. */
export type Sink = { url: string; received: () => Promise<number>; stop: () => void };

/** Starts it. */
export const startSink = async (): Promise<Sink> => {
  const child = fork(fileURLToPath(new URL('sink.mjs', import.meta.url)));
  const [port] = await once(child, 'message');
  const url = `http://127.0.0.1:${port}`;
  const countReceived = async () =>
    ((await (await fetch(`${url}/received`)).json()) as { received: number }).received;
  return { url, received: countReceived, stop: () => child.disconnect() };
};
