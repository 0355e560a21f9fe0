import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { AppError, hashJson, ValidationError, type JsonObject } from '#libs/kernel';
import { composeManifest, manifestStages, outputsWith } from '../domain/manifest.js';
import type { ManifestDefinition, ManifestPlace } from '../domain/pipeline.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type {
  JobView,
  ManifestComment,
  ManifestStatus,
  ManifestVersionDetail,
  ManifestView,
  Scope,
} from '../domain/views.js';
import { ManifestStore, type ManifestSheet } from '../persistence/manifest-store.js';
import { JobQueries } from './job-queries.js';
import { JobsService, type ApprovalDecision } from './jobs-service.js';

export interface EditManifest {
  /** The version that the change starts from. */
  basedOn: number;
  manifest: unknown;
  comment: string;
}

/** The author of what the stages wrote themselves. */
const AGENTS = 'agents';

/** The newest version, recorded. */
interface Current {
  version: number;
  manifest: JsonObject;
  status: ManifestStatus;
  outputs: Map<string, JsonObject>;
}

/** What people do to the plan of a job before it is carried out. */
@Injectable()
export class Manifests {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly store: ManifestStore,
    private readonly queries: JobQueries,
    private readonly jobs: JobsService,
  ) {}

  /** @throws AppError `job.not_found`, `manifest.not_found` */
  async read(scope: Scope, jobId: string): Promise<ManifestView> {
    const { place } = this.definitionOf(await this.queries.get(scope, jobId));
    const { version, manifest, status } = await this.current(jobId, place);
    const [history, comments] = await Promise.all([this.store.history(jobId), this.store.comments(jobId)]);
    return { version, status, editable: status === 'draft', manifest, history, comments };
  }

  /** @throws AppError `job.not_found`, `manifest.not_found` */
  async readVersion(scope: Scope, jobId: string, version: number): Promise<ManifestVersionDetail> {
    const { place } = this.definitionOf(await this.queries.get(scope, jobId));
    await this.current(jobId, place);
    const found = await this.store.version(jobId, version);
    if (found === null) throw notFound(`The manifest has no version ${version}`);
    return found;
  }

  /**
   * Makes a new version, which the job goes on with once it is approved.
   * @throws AppError `job.not_found`, `manifest.not_found`, `manifest.not_editable`, `manifest.conflict`, ValidationError
   * naming every wrong field
   */
  async edit(scope: Scope, jobId: string, change: EditManifest): Promise<ManifestView> {
    const { definition, place } = this.definitionOf(await this.queries.get(scope, jobId));
    const manifest = definition.check(change.manifest);
    await this.store.locked(jobId, async (sql) => {
      const current = await this.recorded(sql, jobId, place);
      if (current.status !== 'draft') throw notEditable(current.status);
      if (current.version !== change.basedOn) throw conflict(change.basedOn, current.version);
      if (hashJson(manifest) === hashJson(current.manifest)) throw unchanged(current.version);
      await this.store.edit(sql, jobId, {
        version: current.version + 1,
        manifest,
        author: scope.userId,
        comment: change.comment,
        outputs: outputsWith(place, current.outputs, manifest),
      });
    });
    return this.read(scope, jobId);
  }

  /** Says something about a version without changing it. @throws AppError `job.not_found`, `manifest.not_found` */
  async comment(
    scope: Scope,
    jobId: string,
    { version, text }: { version: number; text: string },
  ): Promise<ManifestComment> {
    await this.readVersion(scope, jobId, version);
    return (await this.store.comment(jobId, { version, text, author: scope.userId })) as ManifestComment;
  }

  /**
   * Answers the gate that the job waits at.
   * @param seen the version that the person has seen; any is meant where there is none
   * @throws AppError as `JobsService.decide`, `manifest.conflict` where there is a newer version
   */
  async decide(scope: Scope, jobId: string, decision: ApprovalDecision, seen?: number): Promise<JobView> {
    if (seen === undefined) return this.jobs.decide(scope, jobId, decision);
    const { place } = this.definitionOf(await this.queries.get(scope, jobId));
    return this.jobs.decide(scope, jobId, decision, async (sql) => {
      const { version } = await this.recorded(sql, jobId, place);
      if (version !== seen) throw conflict(seen, version);
    });
  }

  /**
   * Submits a job that makes a small and quick version of the manifest as it stands; this one stays as it is.
   * @throws AppError `job.not_found`, `manifest.not_found`, `manifest.no_preview`
   */
  async preview(scope: Scope, jobId: string): Promise<JobView> {
    const job = await this.queries.get(scope, jobId);
    const { definition, place } = this.definitionOf(job);
    if (definition.preview === undefined) throw noPreview(job.pipeline);
    const { version, manifest } = await this.current(jobId, place);
    const { input, seed, priority } = job;
    return this.jobs.submit({
      tenantId: scope.tenantId,
      userId: scope.userId,
      pipeline: definition.preview.pipeline,
      input: definition.preview.input({ jobId, version, seed, input, manifest }),
      priority,
    });
  }

  private definitionOf({ pipeline, pipelineVersion, track }: JobView): {
    definition: ManifestDefinition;
    place: ManifestPlace;
  } {
    const definition = this.pipelines.manifest(pipeline, pipelineVersion);
    const place = definition?.tracks[track];
    if (definition === undefined || place === undefined)
      throw notFound(`Jobs of ${pipeline}@${pipelineVersion} (${track}) have no manifest`);
    return { definition, place };
  }

  /** Takes the job's lock only where what the stages wrote is not on record yet. */
  private async current(jobId: string, place: ManifestPlace): Promise<Current> {
    const current = currentOf(place, await this.store.sheet(jobId, manifestStages(place)));
    if (current.isRecorded) return current;
    return this.store.locked(jobId, (sql) => this.recorded(sql, jobId, place));
  }

  /** A rerun writes the plan anew: that is a version, too. */
  private async recorded(sql: Sql, jobId: string, place: ManifestPlace): Promise<Current> {
    const current = currentOf(place, await this.store.sheet(jobId, manifestStages(place), sql));
    if (!current.isRecorded) await this.store.record(sql, jobId, current.version, current.manifest, AGENTS);
    return current;
  }
}

function currentOf(
  place: ManifestPlace,
  { stages, newest }: ManifestSheet,
): Current & { isRecorded: boolean } {
  const outputs = new Map(stages.map(({ stage, output }) => [stage, output]));
  const gate = stages.find(({ stage }) => stage === place.gate);
  const manifest = composeManifest(place, outputs);
  if (gate === undefined || manifest === null) throw notFound('The manifest is not written yet');
  const isRecorded = newest !== null && hashJson(newest.manifest) === hashJson(manifest);
  const version = (newest?.version ?? 0) + (isRecorded ? 0 : 1);
  return { version, manifest, status: statusOf(gate.status), outputs, isRecorded };
}

function statusOf(gate: string): ManifestStatus {
  if (gate === 'awaiting_approval') return 'draft';
  return gate === 'succeeded' ? 'approved' : 'discarded';
}

const refusal = (code: string, message: string) => new AppError(code, message, { class: 'input' });
const notFound = (message: string) => refusal('manifest.not_found', message);
const notEditable = (status: ManifestStatus) =>
  refusal(
    'manifest.not_editable',
    `Only a manifest that waits for approval can be changed; this one is ${status}`,
  );
const conflict = (basedOn: number, newest: number) =>
  refusal(
    'manifest.conflict',
    `This is about version ${basedOn}, but the newest is ${newest}: read that one first`,
  );
const noPreview = (pipeline: string) =>
  refusal('manifest.no_preview', `The pipeline ${pipeline} makes no previews`);
const unchanged = (version: number) =>
  new ValidationError([{ path: 'manifest', message: `is the same as version ${version}; change something` }]);
