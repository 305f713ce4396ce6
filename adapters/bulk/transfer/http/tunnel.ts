import { connect, type Socket } from 'node:net';

/** A proxy that opens tunnels; `authorization`: the value of its Proxy-Authorization header. */
export type HttpProxy = { host: string; port: number; authorization?: string };

/** A longer answer to CONNECT is none of a proxy. */
const maxAnswerBytes = 16_384;

/** A connection to a host through a proxy. Rejects with the proxy's status or a system error. */
export const openTunnel = async (
  { host, port, authorization }: HttpProxy,
  target: { host: string; port: number },
  timeoutMs: number,
): Promise<Socket> => {
  const socket = connect({ host, port }).setTimeout(timeoutMs);
  const name = target.host.includes(':') ? `[${target.host}]` : target.host;
  const authority = `${name}:${target.port}`;
  const headers = [
    `CONNECT ${authority} HTTP/1.1`,
    `host: ${authority}`,
    ...(authorization === undefined ? [] : [`proxy-authorization: ${authorization}`]),
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  try {
    assertOpen(await answerOf(socket));
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
};

/** Throws unless the proxy opened the tunnel. */
const assertOpen = (answer: string): void => {
  const [, status = 'no answer'] = /^HTTP\/1\.[01] (\d{3})/.exec(answer) ?? [];
  if (status !== '200') throw refusal(`EPROXY_${status}`, answer.split('\r\n')[0]);
};

const refusal = (code: string, answer = code): Error =>
  Object.assign(new Error(`Proxy: ${answer}`), { code });

const answerOf = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const onData = (bytes: Buffer): void => {
      answer += bytes.toString('latin1');
      if (!answer.includes('\r\n\r\n') && answer.length < maxAnswerBytes) return;
      socket.off('data', onData).pause();
      resolve(answer);
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.once('close', () => reject(refusal('ECONNRESET')));
    socket.once('timeout', () => reject(refusal('ETIMEDOUT')));
  });
