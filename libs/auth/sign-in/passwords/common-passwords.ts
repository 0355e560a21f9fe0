import { Injectable } from '@nestjs/common';
import type { CommonPasswords } from './password-policy.js';

/** The 49,000 passwords that leak most often, of the zxcvbn project. Read at first need: few processes ever set a password. */
@Injectable()
export class CommonPasswordList {
  private list: Promise<CommonPasswords> | undefined;

  load(): Promise<CommonPasswords> {
    this.list ??= import('@zxcvbn-ts/language-common').then(
      ({ dictionary }) => new Set<string>(dictionary['passwords-common'].map(String)),
    );
    return this.list;
  }
}
