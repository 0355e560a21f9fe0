import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ProviderClient } from '#libs/testing/faults';

export interface CrashPoint {
  /** The class of the instance, and its method; the process dies just before or just after it. */
  target: string;
  method: string;
  when: 'before' | 'after';
  process: 'worker' | 'api';
  /** What has to go wrong elsewhere for this point to be reached at all. */
  needs?: 'deaths' | 'refusals';
}

const worker = (
  target: string,
  method: string,
  when: 'before' | 'after',
  needs?: CrashPoint['needs'],
): CrashPoint => ({ target, method, when, process: 'worker', needs });

export const CRASH_POINTS: Record<string, CrashPoint> = {
  'before-claim': worker('StageStore', 'claim', 'before'),
  'after-claim': worker('StageStore', 'claim', 'after'),
  'after-intended': worker('EffectStore', 'begin', 'after'),
  'before-call': worker('ProviderClient', 'submit', 'before'),
  'after-call': worker('ProviderClient', 'submit', 'after'),
  'after-id-saved': worker('EffectStore', 'move', 'after'),
  'after-result': worker('ProviderClient', 'poll', 'after'),
  'before-commit': worker('StageStore', 'finish', 'before'),
  'after-commit': worker('StageStore', 'finish', 'after'),
  'after-retry': worker('StageStore', 'retryLater', 'after', 'refusals'),
  'relay-before-add': worker('BullWakeQueue', 'send', 'before'),
  'relay-between-add-and-mark': worker('BullWakeQueue', 'send', 'after'),
  'relay-after-mark': worker('MaintenanceStore', 'relay', 'after'),
  'sweeper-after-expire': worker('MaintenanceStore', 'sweep', 'after', 'deaths'),
  'sweeper-after-promote': worker('MaintenanceStore', 'sweep', 'after', 'refusals'),
  'submit-before-commit': { target: 'JobWriter', method: 'insert', when: 'before', process: 'api' },
  'submit-after-commit': { target: 'JobWriter', method: 'insert', when: 'after', process: 'api' },
};

/** Every so many passes a process dies, so that work gets done in between. */
const EVERY = 3;

/** What a dying process leaves behind, so that its death can be counted and its stages be watched. */
export interface CrashToken {
  at: number;
  owner: string;
}

/**
 * Makes this process kill itself at FAULTS_CRASH_POINT, in this and its successors FAULTS_CRASH_KILLS times altogether;
 * FAULTS_CRASH_DIR keeps the count. Wraps methods of what the container holds: the code under attack knows nothing of it.
 */
export function armCrashPoint(app: INestApplicationContext, env: NodeJS.ProcessEnv = process.env): void {
  const name = env.FAULTS_CRASH_POINT;
  if (name === undefined) return;
  const point = CRASH_POINTS[name];
  if (point === undefined) throw new Error(`There is no crash point ${name}`);
  const instance =
    point.target === 'ProviderClient' ? ProviderClient.prototype : instanceOf(app, point.target);
  const methods = instance as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const original = methods[point.method];
  if (original === undefined)
    throw new Error(`${name}: ${point.target} has no method ${point.method} any more`);
  // A point that is only reached after trouble elsewhere is reached seldom enough.
  const every = point.needs === undefined ? EVERY : 1;
  const crash = crasher(env.FAULTS_CRASH_DIR as string, Number(env.FAULTS_CRASH_KILLS), every);
  methods[point.method] = async function (this: unknown, ...args) {
    if (point.when === 'before') crash();
    const result = await original.apply(this, args);
    if (point.when === 'after' && didSomething(result)) crash();
    return result;
  };
}

/** A claim that got nothing, or a sweep that found nothing, is no event to die after. */
function didSomething(result: unknown): boolean {
  if (typeof result === 'object' && result !== null && 'swept' in result) {
    return Array.isArray(result.swept) && result.swept.length > 0;
  }
  return result !== null && result !== 0 && result !== false;
}

function crasher(dir: string, kills: number, every: number): () => void {
  mkdirSync(dir, { recursive: true });
  let passes = 0;
  return () => {
    if (++passes % every !== 0) return;
    for (let n = 0; n < kills; n++) {
      const token: CrashToken = { at: Date.now(), owner: `${hostname()}:${process.pid}` };
      try {
        writeFileSync(join(dir, String(n)), JSON.stringify(token), { flag: 'wx' });
      } catch {
        continue;
      }
      process.kill(process.pid, 'SIGKILL');
    }
  };
}

function instanceOf(app: INestApplicationContext, className: string): object {
  for (const module of app.get(ModulesContainer).values()) {
    for (const { instance } of module.providers.values()) {
      if ((instance as object | undefined)?.constructor?.name === className) return instance as object;
    }
  }
  throw new Error(`No ${className} in this process`);
}
