import { AppError, ValidationError } from '#libs/kernel';
import { assertManifest } from './manifest.js';
import type { ManifestDefinition, PipelineDefinition } from './pipeline.js';
import { graphsOf, type PipelineGraph } from './pipeline-graph.js';
import { STATE_GRAPH, validateStateGraph } from './state-machine.js';

/** All pipelines that this process knows, checked once at boot. New jobs get the newest version of theirs. */
export class PipelineRegistry {
  private readonly graphs = new Map<string, Map<string, PipelineGraph>>();

  /** @throws Error naming what is wrong: the process must not start with it */
  constructor(readonly definitions: readonly PipelineDefinition[]) {
    validateStateGraph(STATE_GRAPH);
    for (const definition of definitions) {
      const key = keyOf(definition.name, definition.version);
      if (this.graphs.has(key)) throw new Error(`pipeline ${key} is registered twice`);
      const graphs = graphsOf(definition);
      for (const [track, place] of Object.entries(definition.manifest?.tracks ?? {})) {
        const graph = graphs.get(track);
        if (graph === undefined)
          throw new Error(`pipeline ${key}: the manifest is of ${track}, which is no track`);
        assertManifest(graph, place);
      }
      this.graphs.set(key, graphs);
    }
  }

  /** Undefined where this version of the pipeline has none, or is not installed here. */
  manifest(name: string, version: number): ManifestDefinition | undefined {
    return this.definitions.find((definition) => definition.name === name && definition.version === version)
      ?.manifest;
  }

  /** @throws ValidationError naming the field `pipeline` */
  newest(name: string): PipelineDefinition {
    const versions = this.definitions.filter((definition) => definition.name === name);
    const newest = versions.sort((a, b) => b.version - a.version)[0];
    if (newest === undefined) {
      const known = [...new Set(this.definitions.map((definition) => definition.name))].join(', ');
      throw new ValidationError([{ path: 'pipeline', message: `must be one of ${known}` }]);
    }
    return newest;
  }

  /** Undefined where this version is not installed here, as after an update that left it out. */
  find(name: string, version: number, track: string): PipelineGraph | undefined {
    return this.graphs.get(keyOf(name, version))?.get(track);
  }

  /** @throws AppError `pipeline.not_installed` */
  graph(name: string, version: number, track: string): PipelineGraph {
    const graph = this.find(name, version, track);
    if (graph === undefined) {
      throw new AppError(
        'pipeline.not_installed',
        `This process has no pipeline ${keyOf(name, version)} with the track ${track}`,
      );
    }
    return graph;
  }

  /** The names of all agents that the pipelines call. */
  agentNames(): Set<string> {
    const names = [...this.graphs.values()].flatMap((tracks) =>
      [...tracks.values()].flatMap((graph) => graph.stages),
    );
    return new Set(names.map((stage) => stage.agent));
  }
}

const keyOf = (name: string, version: number) => `${name}@${version}`;
