import { createServer, request } from 'node:http';
import { listen, urlOf } from '../../../listening.ts';

/**
 * A way to a storage. `passed`: each request by its method and path, such as `GET /bucket/key`;
 * `COPY` is a PUT whose bytes the storage takes from an object of its own.
 */
export const watchedWay = async (endpoint: string) => {
  const passed: string[] = [];
  const { hostname, port } = new URL(endpoint);
  const server = createServer((asked, answer) => {
    const { method = 'none', url: path = 'none', headers } = asked;
    const verb = headers['x-amz-copy-source'] === undefined ? method : 'COPY';
    passed.push(`${verb} ${path.split('?', 1)[0]}`);
    const onward = request({ hostname, port, method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(onward.on('error', () => answer.destroy()));
  });
  await listen(server);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { passed, close, endpoint: urlOf(server) };
};
