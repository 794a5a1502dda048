/** A role as it was defined: what it grants by itself, and the roles whose grants it takes over. */
export interface RoleNode {
  readonly name: string;
  readonly permissions: readonly string[];
  /** Names of roles. */
  readonly inherits: readonly string[];
}

/** All roles at one moment, and what follows from one inheriting another. A name that is no role grants nothing. */
export class RoleGraph {
  private readonly nodes: ReadonlyMap<string, RoleNode>;

  constructor(nodes: readonly RoleNode[]) {
    this.nodes = new Map(nodes.map((node) => [node.name, node]));
  }

  /** The roles themselves, and all that they inherit. */
  withInherited(names: readonly string[]): Set<string> {
    const reached = new Set(names.filter((name) => this.nodes.has(name)));
    // It grows as it is gone through. Not by recursion, which a long chain would bring to the end of the stack.
    for (const name of reached)
      for (const inherited of this.nodes.get(name)?.inherits ?? [])
        if (this.nodes.has(inherited)) reached.add(inherited);
    return reached;
  }

  /** All that the roles grant together. */
  permissionsOf(names: readonly string[]): Set<string> {
    return new Set([...this.withInherited(names)].flatMap((name) => this.nodes.get(name)?.permissions ?? []));
  }

  /** The names of the roles that grant all that this one grants. */
  atLeast(name: string): string[] {
    const asked = [...this.permissionsOf([name])];
    return [...this.nodes.keys()].filter((other) => {
      const granted = this.permissionsOf([other]);
      return asked.every((permission) => granted.has(permission));
    });
  }

  /** Whether the role comes to inherit itself. */
  isCircular(name: string): boolean {
    return this.withInherited(this.nodes.get(name)?.inherits ?? []).has(name);
  }
}
