import { Injectable, type OnModuleInit } from '@nestjs/common';
import passport, { Strategy } from 'passport';
import type { HttpRequest } from '../http/http.types.js';
import { Authentication } from '../auth/authentication.js';

/** Passport's way to ask who calls. */
@Injectable()
export class SessionStrategy extends Strategy implements OnModuleInit {
  override readonly name = 'jwt';

  constructor(private readonly authentication: Authentication) {
    super();
  }

  onModuleInit(): void {
    passport.use(this);
  }

  override authenticate(request: unknown): void {
    this.authentication.identify(request as HttpRequest).then(
      (user) => this.success(user),
      (error: unknown) => this.error(error),
    );
  }
}
