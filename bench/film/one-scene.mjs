/**
 * Has the middle scene of a finished film made again, with what depends on it. Returns the milliseconds and the stages
 * that ran ("render 1"), and what share of the film's own time that is.
 */
export async function changeOneScene(client, { id, seconds, filmMs }, follow) {
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
  const ms = Math.round(performance.now() - began);
  return {
    ...{ seconds, scenes, ms, share: Number((ms / filmMs).toFixed(2)) },
    stages: executions.map(({ stage, item }) => (item === null ? stage : `${stage} ${item}`)),
  };
}
