import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { newId, type JsonObject } from '#libs/kernel';
import type { ManifestComment, ManifestVersion, ManifestVersionDetail } from '../domain/views.js';
import { locked } from './control-store.js';
import { iso } from './job-reader.js';
import {
  COMMENT_ON_MANIFEST,
  EDIT_MANIFEST,
  MANIFEST_COMMENTS,
  MANIFEST_HISTORY,
  MANIFEST_OUTPUTS,
  MANIFEST_VERSION,
  NEWEST_MANIFEST,
  RECORD_MANIFEST,
} from './manifests.sql.js';

/** What the stages of a manifest have brought, and the newest version that was recorded. */
export interface ManifestSheet {
  stages: { stage: string; status: string; output: JsonObject }[];
  newest: { version: number; manifest: JsonObject } | null;
}

export interface ManifestEdit {
  version: number;
  manifest: JsonObject;
  author: string;
  comment: string;
  /** By stage, what takes the place of its output. */
  outputs: Map<string, JsonObject>;
}

type Timed<T extends { at: string }> = Omit<T, 'at'> & { at: string | Date };

/** Manifests, their versions and comments. The caller has checked that the job may be seen. */
@Injectable()
export class ManifestStore {
  constructor(private readonly database: Database) {}

  /** @param on the transaction that holds the job, where there is one */
  async sheet(jobId: string, stages: string[], on: Sql = this.database): Promise<ManifestSheet> {
    const rows = await on.query<ManifestSheet['stages'][number]>(MANIFEST_OUTPUTS, [jobId, stages]);
    const [newest = null] = await on.query<NonNullable<ManifestSheet['newest']>>(NEWEST_MANIFEST, [jobId]);
    return { stages: rows, newest };
  }

  /** Nothing else happens to the job while `work` runs. */
  locked<T>(jobId: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    return locked(this.database, jobId, work);
  }

  async record(
    sql: Sql,
    jobId: string,
    version: number,
    manifest: JsonObject,
    author: string,
  ): Promise<void> {
    await sql.query(RECORD_MANIFEST, [jobId, version, JSON.stringify(manifest), author]);
  }

  async edit(sql: Sql, jobId: string, edit: ManifestEdit): Promise<void> {
    await sql.query(EDIT_MANIFEST, [
      jobId,
      edit.version,
      JSON.stringify(edit.manifest),
      edit.author,
      edit.comment,
      [...edit.outputs.keys()],
      [...edit.outputs.values()].map((output) => JSON.stringify(output)),
    ]);
  }

  /** @returns null where there is no such version */
  async comment(
    jobId: string,
    { version, author, text }: { version: number; author: string; text: string },
  ): Promise<ManifestComment | null> {
    const params = [newId(), jobId, version, author, text];
    const [row] = await this.database.query<Timed<ManifestComment>>(COMMENT_ON_MANIFEST, params);
    return row === undefined ? null : timed(row);
  }

  async version(jobId: string, version: number): Promise<ManifestVersionDetail | null> {
    const [row] = await this.database.query<Timed<ManifestVersionDetail>>(MANIFEST_VERSION, [jobId, version]);
    return row === undefined ? null : timed(row);
  }

  /** The oldest first. */
  async history(jobId: string): Promise<ManifestVersion[]> {
    return (await this.database.query<Timed<ManifestVersion>>(MANIFEST_HISTORY, [jobId])).map(timed);
  }

  /** The oldest first. */
  async comments(jobId: string): Promise<ManifestComment[]> {
    return (await this.database.query<Timed<ManifestComment>>(MANIFEST_COMMENTS, [jobId])).map(timed);
  }
}

const timed = <R extends { at: string | Date }>(row: R) => ({ ...row, at: iso(row.at) as string });
