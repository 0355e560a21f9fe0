export { BullSender } from './bull-sender.js';
export { QueueConfig } from './queue.config.js';
export { QueueModule } from './queue.module.js';
export { RedisConnections } from './redis-connections.js';
