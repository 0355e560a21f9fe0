// The floor: Fastify and pg, one prepared statement by the primary key, and nothing else.
import { createRequire } from 'node:module';

const product = createRequire(new URL('../../package.json', import.meta.url));
const { Pool } = product('pg');
const fastify = createRequire(product.resolve('@nestjs/platform-fastify'))('fastify');

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
});
const server = fastify();
server.get('/v1/jobs/:id', async (request, reply) => {
  const { rows } = await pool.query({
    name: 'job',
    text: 'SELECT * FROM jobs WHERE id = $1',
    values: [request.params.id],
  });
  return rows[0] ?? reply.code(404).send({});
});
process.once('disconnect', () => process.exit(0));
process.send(await server.listen({ port: 0, host: '127.0.0.1' }));
