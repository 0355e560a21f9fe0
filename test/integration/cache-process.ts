import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CachingModule, GenerationCache, type Origin } from '#libs/caching';

/** What a spec tells the process. */
export type Order =
  { ask: { key: string; callers: number } } | { finish: 'with a value' | 'with an error' } | { leave: true };

export type Result = { value: string; from: Origin } | { error: string };

/** What the process tells a spec: that it is ready, that all its callers have asked, that one of them creates, what they got. */
export type Report = 'ready' | 'asked' | 'creating' | { results: Result[] };

const app = await NestFactory.createApplicationContext(CachingModule, { logger: false });
const cache = app.get(GenerationCache);
const report = (message: Report) => void process.send?.(message);
let creation = Promise.withResolvers<string>();

const create = (): Promise<string> => {
  creation = Promise.withResolvers();
  report('creating');
  return creation.promise;
};

process.on('message', (order: Order) => {
  if ('leave' in order) void app.close().then(() => process.disconnect());
  else if ('ask' in order) ask(order.ask);
  else if (order.finish === 'with a value') creation.resolve(`made by ${process.pid}`);
  else creation.reject(new Error(`failed in ${process.pid}`));
});
report('ready');

function ask({ key, callers }: { key: string; callers: number }): void {
  const calls = Array.from({ length: callers }, () =>
    cache.getOrCreate({ scope: 'tenant', kind: 'plan', key }, create).catch((error: Error) => ({
      error: error.message,
    })),
  );
  report('asked');
  void Promise.all(calls).then((results) => report({ results }));
}
