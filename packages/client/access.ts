import { ProblemError } from './problem-error.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Who calls: somebody who signs in, or a token or API key that is there already. */
export type Access = Credentials | { readonly token: string };

/** Signing in takes more than the credentials that the client has. */
export class SecondFactorRequired extends Error {
  override readonly name = 'SecondFactorRequired';

  constructor() {
    super(
      'This account asks for a second factor: sign in by yourself, and give the access token or an API key',
    );
  }
}

/** Knows the token that goes with each request. */
export class TokenSource {
  private current: Promise<string> | undefined;

  constructor(
    private readonly access: Access,
    private readonly signIn: (credentials: Credentials) => Promise<Response>,
  ) {}

  /** @throws ProblemError where signing in fails */
  token(): Promise<string> {
    if ('token' in this.access) return Promise.resolve(this.access.token);
    return (this.current ??= this.fresh(this.access));
  }

  /** Forgets a token that the API no longer takes: a film can take longer than one lasts. @returns whether there will be another */
  expired(): boolean {
    this.current = undefined;
    return !('token' in this.access);
  }

  private async fresh(credentials: Credentials): Promise<string> {
    try {
      const response = await this.signIn(credentials);
      if (!response.ok) throw await ProblemError.of(response);
      const { accessToken } = (await response.json()) as { accessToken?: string };
      if (accessToken !== undefined) return accessToken;
      throw new SecondFactorRequired();
    } catch (error) {
      this.current = undefined;
      throw error;
    }
  }
}
