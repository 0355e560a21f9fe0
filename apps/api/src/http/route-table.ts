import { Injectable } from '@nestjs/common';

interface Route {
  method: string;
  template: string;
  matches: RegExp;
}

/** What this server answers to, as registered with Fastify: Nest's routes and those that plugins add. */
@Injectable()
export class RouteTable {
  private readonly routes: Route[] = [];

  add(methods: string | string[], template: string): void {
    const pattern = template
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : escape(part).replaceAll('\\*', '.*')))
      .join('/');
    for (const method of [methods].flat()) {
      this.routes.push({ method, template, matches: new RegExp(`^${pattern}$`) });
    }
  }

  methodsAt(path: string): string[] {
    return [...new Set(this.routes.filter(({ matches }) => matches.test(path)).map(({ method }) => method))];
  }

  all(): { method: string; template: string }[] {
    return this.routes.map(({ method, template }) => ({ method, template }));
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
