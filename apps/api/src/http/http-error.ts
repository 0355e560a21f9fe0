import { AppError } from '#libs/kernel';
import type { HttpErrorCode } from './problem-types.js';

export class HttpError extends AppError<HttpErrorCode> {
  constructor(
    code: HttpErrorCode,
    message: string,
    /** What the answer must carry beside the problem, e.g. `Allow`. */
    readonly headers: Record<string, string> = {},
  ) {
    super(code, message, { class: 'input' });
  }
}
