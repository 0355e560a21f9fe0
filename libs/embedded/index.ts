export { runningServices, startEmbedded } from './embedded.js';
export type { EmbeddedServices } from './embedded.js';
export { openLog } from './open-log.js';
export { cacheDir, defaultDataDir } from './places.js';
export { end, freePort, isAlive, lastLines } from './processes.js';
export { randomSecret, secretFile } from './secret-file.js';
export { postgresBinaries } from './postgres-binaries.js';
export { redisBinary } from './redis-binary.js';
export { asServerUser, serverUser } from './server-user.js';
