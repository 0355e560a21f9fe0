/** A secret manager. The environment and files (`<NAME>_FILE`) are read by every settings class itself. */
export abstract class SecretSource {
  /** What a setting's value begins with, before the colon. */
  abstract readonly scheme: string;
  /** What stands after the colon. */
  abstract readonly form: RegExp;

  /** @throws SourceError that repeats neither credentials nor answers */
  abstract read(reference: string): Promise<string>;
}

/** A secret manager can't give a secret; the message says why, in words that follow the setting's name. */
export class SourceError extends Error {
  constructor(
    message: string,
    /** Whether the same question may be answered later. */
    readonly retryable = false,
  ) {
    super(message);
  }
}
