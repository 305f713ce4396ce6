import { createServer } from 'node:net';

// Takes PUTs, throws their bodies away and answers 200. The sink reads no more of HTTP than
// lengths, to cost its clients as little as possible.
const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\netag: "sink"\r\n\r\n';

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let head = '';
  let left = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    let from = 0;
    while (from < chunk.length) {
      if (left === 0) {
        head += chunk.subarray(from).toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        left = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        from = chunk.length - (head.length - end - 4);
        head = '';
      }
      const taken = Math.min(left, chunk.length - from);
      left -= taken;
      from += taken;
      if (left === 0) socket.write(answer);
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as { port: number }).port);
});
