import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type AccessRule, readAccessRule, UNLIMITED } from './access-rule.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: AccessRule;
  /** Whether it counts how often callers come. */
  readonly isLimited: boolean;
}

/** Every route the application has, read from the application itself, so that none can be forgotten. */
@Injectable()
export class RouteTable {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  routes(): Route[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (!handler) return [];
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) return [];
        const access = readAccessRule(this.reflector, handler, metatype);
        const isLimited = this.reflector.getAllAndOverride(UNLIMITED, [handler, metatype]) !== true;
        return pathsOf(metatype, handler).map((path) => ({
          method: RequestMethod[method],
          path,
          access,
          isLimited,
        }));
      });
    });
  }
}

function pathsOf(controller: object, handler: object): string[] {
  const listOf = (target: object) => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return listOf(controller).flatMap((prefix) =>
    listOf(handler).map(
      (path) =>
        `/${[prefix, path]
          .flatMap((part) => part.split('/'))
          .filter(Boolean)
          .join('/')}`,
    ),
  );
}
