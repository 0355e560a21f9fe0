/**
 * What an operation answered. `AiprodClient` throws a ProblemError instead of returning one, so there is nothing else to look at:
 * `const job = await data(client.api.GET('/v1/jobs/{id}', { params: { path: { id } } }))`.
 */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
