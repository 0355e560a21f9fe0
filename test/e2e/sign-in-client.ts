import { json, PASSWORD } from './api-process.js';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  sessionId: string;
}

export interface Answer<T = Record<string, unknown>> {
  status: number;
  /** The last part of a problem's type. */
  problem: string | undefined;
  body: T;
  headers: Headers;
}

export async function answerOf<T = Record<string, unknown>>(response: Promise<Response>): Promise<Answer<T>> {
  const { status, headers, ...rest } = await response.then(async (found) => ({
    status: found.status,
    headers: found.headers,
    text: await found.text(),
  }));
  const body = (rest.text === '' ? {} : JSON.parse(rest.text)) as T & { type?: string };
  return { status, headers, body, problem: body.type?.replace('/problems/', '') };
}

/** What a program does to sign in. */
export class SignInClient {
  constructor(private readonly url: string) {}

  post<T = Record<string, unknown>>(path: string, body?: unknown, token?: string): Promise<Answer<T>> {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const init = body === undefined ? { method: 'POST', headers } : json(body, headers);
    return answerOf<T>(fetch(`${this.url}/v1/auth/${path}`, init));
  }

  get<T = Record<string, unknown>>(path: string, token: string): Promise<Answer<T>> {
    return answerOf<T>(
      fetch(`${this.url}/v1/auth/${path}`, { headers: { authorization: `Bearer ${token}` } }),
    );
  }

  delete(path: string, token: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${token}` };
    return answerOf(fetch(`${this.url}/v1/auth/${path}`, { method: 'DELETE', headers }));
  }

  login(email: string, password = PASSWORD): Promise<Answer<Tokens>> {
    return this.post<Tokens>('login', { email, password });
  }

  refresh(refreshToken: string): Promise<Answer<Tokens>> {
    return this.post<Tokens>('refresh', { refreshToken });
  }

  /** Whether an access token still opens the door. */
  async opens(accessToken: string): Promise<boolean> {
    return (await this.get('sessions', accessToken)).status === 200;
  }
}
