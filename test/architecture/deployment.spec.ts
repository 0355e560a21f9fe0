import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { OrchestrationConfig } from '#libs/orchestration';
import { namesIn, readEnvExample } from './env-variables.js';
import { REPOSITORY } from './repository.js';

const read = (path: string): Promise<string> => readFile(join(REPOSITORY, path), 'utf8');
const yaml = async <T>(path: string): Promise<T> => load(await read(path)) as T;
const PROCESSES = ['api', 'worker'] as const;
const USER = 1001;

interface Probe {
  httpGet: { path: string; port: string };
}
interface Container {
  name: string;
  image: string;
  ports: { name: string; containerPort: number }[];
  livenessProbe: Probe;
  readinessProbe: Probe;
  startupProbe: Probe;
  resources: Record<'requests' | 'limits', { cpu: string; memory: string }>;
  securityContext: object;
  volumeMounts: { name: string; mountPath: string }[];
}
interface Deployment {
  kind: 'Deployment';
  metadata: { name: string };
  spec: {
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        automountServiceAccountToken: boolean;
        /** Kubernetes gives 30 where nothing is said. */
        terminationGracePeriodSeconds?: number;
        securityContext: Record<string, unknown>;
        containers: Container[];
        volumes: { name: string; emptyDir?: object }[];
      };
    };
  };
}
interface Service {
  kind: 'Service';
  spec: { selector: Record<string, string>; ports: { targetPort: string }[] };
}
interface Kustomization {
  resources: string[];
  images: { name: string; newTag: string }[];
  configMapGenerator: { name: string; literals: string[] }[];
}

let dockerfile: string;
let known: string[];
let version: string;
let nodeVersion: string;

beforeAll(async () => {
  const manifest = JSON.parse(await read('package.json')) as {
    version: string;
    devDependencies: { node: string };
  };
  version = manifest.version;
  nodeVersion = manifest.devDependencies.node;
  dockerfile = await read('docker/Dockerfile');
  known = namesIn(await readEnvExample());
});

/** The lines of one build target, from its FROM to the next. */
const stage = (name: string): string =>
  dockerfile.split(/^(?=FROM )/m).find((part) => new RegExp(`^FROM .* AS ${name}$`, 'm').test(part)) ?? '';

describe('the container images', () => {
  it('stand on the Node that the project pins', () => {
    expect(dockerfile).toMatch(new RegExp(`^ARG NODE_IMAGE=node:${nodeVersion}-\\w+-slim$`, 'm'));
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.filter((base) => base !== '${NODE_IMAGE}' && base !== 'runtime')).toEqual([]);
  });

  it.each(PROCESSES)(
    '%s runs as an unprivileged user, tells its health, and starts what we build',
    (name) => {
      const lines = stage(name);
      expect(lines).toMatch(new RegExp(`^USER ${USER}:${USER}$`, 'm'));
      expect(lines.lastIndexOf('USER ')).toBeGreaterThan(lines.lastIndexOf('RUN '));
      expect(lines).toContain('HEALTHCHECK ');
      const entry = /^CMD .*"dist\/(\S+)\.js"\]$/m.exec(lines)?.[1];
      expect(entry).toBe(`apps/${name}/src/main`);
      expect(existsSync(join(REPOSITORY, `${entry}.ts`))).toBe(true);
    },
  );

  it('copy only what is there, and what .dockerignore lets through', async () => {
    const allowed = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list]) =>
      (list as string).split(' '),
    );
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(join(REPOSITORY, source)))).toEqual([]);
    expect(sources.filter((source) => !allowed.includes(`!${source}`))).toEqual([]);
  });

  it('set only variables that exist', () => {
    const names = [...dockerfile.matchAll(/^(?:ENV| +) ?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names).toContain('STORAGE_DIR');
    // Of Node itself, and of the C library.
    const others = ['NODE_ENV', 'MALLOC_ARENA_MAX'];
    expect(
      names.filter((name) => !others.includes(name as string) && !known.includes(name as string)),
    ).toEqual([]);
  });
});

describe('docker/compose.yaml', () => {
  interface Compose {
    services: Record<
      string,
      {
        image: string;
        build?: { target: string };
        environment?: Record<string, string>;
        command?: string[];
        depends_on?: Record<string, { condition: string }>;
        healthcheck?: object;
        read_only?: boolean;
        cap_drop?: string[];
      }
    >;
  }
  let services: Compose['services'];
  beforeAll(async () => {
    ({ services } = await yaml<Compose>('docker/compose.yaml'));
  });

  it('pins every image, ours to this version', () => {
    for (const { image, build } of Object.values(services)) {
      const ours = new RegExp(`^aiprod/${build?.target ?? 'api'}:${version}$`);
      expect(image).toMatch(image.startsWith('aiprod/') ? ours : /:\d+\.\d+/);
    }
  });

  it('gives our processes PostgreSQL 18 and Redis 7 that are healthy, and nothing that they do not know', () => {
    expect(services.postgres?.image).toMatch(/^postgres:18\./);
    expect(services.redis?.image).toMatch(/^redis:7\./);
    for (const name of PROCESSES) {
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      for (const [server, { condition }] of Object.entries(services[name]?.depends_on ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(services[server]?.healthcheck).toBeDefined();
      }
      expect(Object.keys(services[name]?.environment ?? {}).filter((key) => !known.includes(key))).toEqual(
        [],
      );
    }
  });

  it('lets Redis keep what it acknowledged', () => {
    const command = services.redis?.command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });
});

describe('k8s/base', () => {
  let kustomization: Kustomization;
  let documents: { kind: string; metadata: { name: string } }[];
  const find = <T>(kind: string, name: string): T =>
    documents.find((doc) => doc.kind === kind && doc.metadata.name === name) as T;

  beforeAll(async () => {
    kustomization = await yaml<Kustomization>('k8s/base/kustomization.yaml');
    const files = await Promise.all(kustomization.resources.map((file) => read(`k8s/base/${file}`)));
    documents = files.flatMap((file) => loadAll(file) as typeof documents);
  });

  describe.each(PROCESSES)('%s', (name) => {
    let pod: Deployment['spec']['template'];
    let container: Container;
    beforeAll(() => {
      pod = find<Deployment>('Deployment', `aiprod-${name}`).spec.template;
      container = pod.spec.containers[0] as Container;
    });

    it('runs the image of this version', () => {
      expect(container.image).toBe(`aiprod/${name}`);
      expect(kustomization.images).toContainEqual({ name: container.image, newTag: version });
      expect(stage(name)).not.toBe('');
    });

    it('has a probe for its start, its life and its readiness on a port that it opens', () => {
      const ports = container.ports.map((port) => port.name);
      const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      expect(probes.map(({ httpGet }) => httpGet.path)).toEqual([
        '/health/startup',
        '/health/live',
        '/health/ready',
      ]);
      for (const { httpGet } of probes) expect(ports).toContain(httpGet.port);
      expect(stage(name)).toContain(`EXPOSE ${container.ports[0]?.containerPort}\n`);
    });

    it('is given more time to end than its running work is', () => {
      const { WORKER_DRAIN_SECONDS: drain } = OrchestrationConfig.fromEnv({});
      expect(pod.spec.terminationGracePeriodSeconds ?? 30).toBeGreaterThan(drain + 5);
    });

    it('has no privilege and writes only where it is meant to', () => {
      expect(pod.spec.automountServiceAccountToken).toBe(false);
      expect(pod.spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const storage = /STORAGE_DIR=(\S+)/.exec(dockerfile)?.[1];
      expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp', storage]);
      expect(pod.spec.volumes.find((volume) => volume.name === 'tmp')?.emptyDir).toBeDefined();
    });

    it('asks for what it needs and is held to a limit', () => {
      for (const amount of [container.resources.requests, container.resources.limits]) {
        expect(Object.keys(amount).sort()).toEqual(['cpu', 'memory']);
      }
    });

    it('has labels that its deployment selects', () => {
      const { selector } = find<Deployment>('Deployment', `aiprod-${name}`).spec;
      expect(pod.metadata.labels).toMatchObject(selector.matchLabels);
    });
  });

  it('leads the service to the API', () => {
    const { spec } = find<Service>('Service', 'aiprod-api');
    const api = find<Deployment>('Deployment', 'aiprod-api').spec.template;
    expect(api.metadata.labels).toMatchObject(spec.selector);
    const names = api.spec.containers[0]?.ports.map(({ name }) => name);
    for (const { targetPort } of spec.ports) expect(names).toContain(targetPort);
  });

  it('refuses all traffic that no policy names', () => {
    expect(find('NetworkPolicy', 'deny-all')).toMatchObject({
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  it('sets only variables that exist, and asks for every required one as a secret', async () => {
    const settings = kustomization.configMapGenerator.flatMap(({ literals }) =>
      literals.map((literal) => literal.split('=', 1)[0] as string),
    );
    const secrets = [...(await read('k8s/example/secrets.env.example')).matchAll(/^([A-Z_]+)=/gm)].map(
      ([, name]) => name as string,
    );
    expect([...settings, ...secrets].filter((name) => !known.includes(name))).toEqual([]);
    const required = [...(await readEnvExample()).matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(secrets.sort()).toEqual(required.sort());
  });
});
