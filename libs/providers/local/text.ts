import { Injectable } from '@nestjs/common';
import { AppError, type JsonObject } from '#libs/kernel';
import { TextProvider, type TextRequest, type TextResult } from '../ports/index.js';

/** How the local provider answers one task: rules instead of a language model. */
export type LocalTextTask = (data: JsonObject, seed: number, signal: AbortSignal) => unknown;

/** Writes without a model: each pipeline teaches it the tasks that it needs. */
@Injectable()
export class LocalTextProvider extends TextProvider {
  override readonly name = 'local-writer';
  private readonly tasks = new Map<string, LocalTextTask>();

  /** @throws Error if the task is already known: two answers to one question is a mistake in the wiring. */
  teach(task: string, answer: LocalTextTask): void {
    if (this.tasks.has(task)) throw new Error(`the local text provider already knows the task ${task}`);
    this.tasks.set(task, answer);
  }

  override async generate<T>(request: TextRequest<T>): Promise<TextResult<T>> {
    const answer = this.tasks.get(request.task);
    if (answer === undefined) {
      throw new AppError('provider.unknown_task', `No local rules for the task ${request.task}`, {
        class: 'provider',
      });
    }
    const { data, seed, signal, schema } = request;
    const value = schema.parse(await answer(data, seed, signal));
    return { value, usage: [], by: this.name, downgraded: null };
  }
}
