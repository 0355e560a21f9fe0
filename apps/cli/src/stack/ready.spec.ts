import { createServer } from 'node:net';
import { freePort } from '#libs/embedded';
import { checkPort } from './ready.js';

describe('checkPort', () => {
  it('accepts a free port and names another one for a port that is taken', async () => {
    const port = await freePort();
    await expect(checkPort(port)).resolves.toBeUndefined();
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(checkPort(port)).rejects.toMatchObject({
      code: 'cli.port_taken',
      message: expect.stringContaining(`--port ${port + 1}`),
    });
    other.close();
  });
});
