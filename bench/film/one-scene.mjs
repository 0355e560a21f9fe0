/**
 * Has the middle scene of a finished film made again, with what depends on it. Returns the milliseconds and the stages
 * that ran ("render 1").
 */
export async function changeOneScene(client, id, follow) {
  const scenes = (await client.jobs.get(id)).stages.filter(
    ({ stage, item }) => stage === 'render' && item !== null,
  ).length;
  const request = { from: 'render', item: Math.floor((scenes - 1) / 2) };
  const rerun = (dryRun) =>
    client.api.POST('/v1/jobs/{id}/rerun', { params: { path: { id } }, body: { ...request, dryRun } });
  const { executions } = (await rerun(true)).data;
  const began = performance.now();
  await rerun(false);
  const job = await follow(id);
  if (job.status !== 'completed') throw new Error(`the rerun ended as ${job.status}`);
  return {
    scenes,
    ms: Math.round(performance.now() - began),
    stages: executions.map(({ stage, item }) => (item === null ? stage : `${stage} ${item}`)),
  };
}
