import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule } from '#libs/database';
import { WebhookSendingModule } from '#libs/webhooks';
import { Module } from '@nestjs/common';

/** What a worker runs for webhooks, and nothing else: it boots fast enough to be killed often. */
@Module({ imports: [DatabaseModule.forRoot(), WebhookSendingModule] })
class SenderModule {}

const app = await NestFactory.createApplicationContext(SenderModule, {
  abortOnError: false,
  logger: ['warn', 'error'],
});
app.enableShutdownHooks();
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
