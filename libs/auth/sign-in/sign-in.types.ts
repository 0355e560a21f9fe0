/** Where a request comes from. */
export interface SignInClient {
  /** IP address. */
  address: string;
  /** How the client describes itself: the User-Agent header. */
  device: string;
}

/** Who calls, and in which session. */
export interface SessionCaller extends SignInClient {
  userId: string;
  tenantId: string;
  sessionId: string;
}
