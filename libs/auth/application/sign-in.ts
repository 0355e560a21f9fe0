import { Injectable } from '@nestjs/common';
import { AuthError } from '../auth.errors.js';
import { Users } from '../persistence/users.js';
import { AccessTokens, type IssuedToken } from './access-tokens.js';
import { passwordMatches } from './passwords.js';

@Injectable()
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly tokens: AccessTokens,
  ) {}

  /** One answer for a wrong password, an unknown address and a disabled user. @throws AuthError `auth.invalid_credentials` */
  async withPassword(email: string, password: string): Promise<IssuedToken> {
    const account = await this.users.findByEmail(email);
    const matches = await passwordMatches(account?.passwordHash, password);
    if (!matches || !account || account.disabled) {
      throw new AuthError('auth.invalid_credentials', 'The e-mail address or the password is wrong');
    }
    return this.tokens.issue(account);
  }
}
