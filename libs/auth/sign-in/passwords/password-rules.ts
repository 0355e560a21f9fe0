import { Injectable } from '@nestjs/common';
import { CommonPasswordList } from './common-passwords.js';
import { checkPassword } from './password-policy.js';

/** For whoever sets a password. */
@Injectable()
export class PasswordRules {
  constructor(private readonly common: CommonPasswordList) {}

  /** @param field the name that the caller gave the password @throws ValidationError */
  async check(password: string, { email, field }: { email: string; field: string }): Promise<void> {
    checkPassword(password, { email, common: await this.common.load(), field });
  }
}
