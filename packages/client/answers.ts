/**
 * What an operation answered. `AiprodClient` throws a ProblemError instead of returning one, so there is nothing else to look at:
 * `const job = await data(client.api.GET('/v1/jobs/{id}', { params: { path: { id } } }))`.
 */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** Of an answer that is read as it comes. */
export function bodyOf({ url, body }: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (body === null) throw new Error(`${url} answered without a body`);
  return body;
}
