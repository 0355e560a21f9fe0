import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A setting that can't be used: the boot stops, and the message names the variable and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Base for a library's settings: the variable's name, type, default and description stand together.
 *
 *     export class DatabaseConfig extends EnvConfig({ DATABASE_POOL_SIZE: env.integer(1, 200).default(10).describe('…') }) {}
 *     const config = DatabaseConfig.fromEnv();
 *
 * A variable can also be given as a file: `NAME_FILE` is the path of one that holds the value of `NAME`.
 * Messages never repeat a value: it may be a secret.
 */
export function EnvConfig<S extends z.ZodRawShape>(shape: S) {
  class Config {
    static readonly shape = shape;

    static fromEnv<T extends Config>(this: new () => T, env: NodeJS.ProcessEnv = process.env): T {
      const present = Object.fromEntries(Object.keys(shape).map((key) => [key, valueOf(key, env)]));
      const result = z.object(shape).safeParse(present);
      if (result.success) return Object.assign(new this(), result.data);
      const lines = result.error.issues.map(
        (issue) =>
          `  ${issue.path.join('.')}: ${present[String(issue.path[0])] === undefined ? 'is not set; ' : ''}${issue.message}`,
      );
      throw new ConfigError(`The configuration can't be used:\n${lines.join('\n')}\nSee .env.example.`);
    }
  }
  return Config as unknown as {
    new (): Readonly<z.output<z.ZodObject<S>>>;
    readonly shape: S;
    fromEnv<T>(this: new () => T, env?: NodeJS.ProcessEnv): T;
  };
}

/** The variable's value, or what stands in the file that `<name>_FILE` names, without the line's end. */
function valueOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  if (env[name]) throw new ConfigError(`${name} and ${name}_FILE are both set; set one of them`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch {
    throw new ConfigError(`${name}_FILE: the file that it names can't be read`);
  }
}
