import { RoleGraph } from './role-graph.js';

const graph = new RoleGraph([
  { name: 'reader', permissions: ['page:read'], inherits: [] },
  { name: 'editor', permissions: ['page:write'], inherits: ['reader'] },
  { name: 'chief', permissions: [], inherits: ['editor'] },
  { name: 'twin', permissions: ['page:read', 'page:write'], inherits: [] },
  { name: 'snake', permissions: ['snake:bite'], inherits: ['tail'] },
  { name: 'tail', permissions: [], inherits: ['snake'] },
]);

describe('The graph of roles', () => {
  it('lets a role grant what it inherits, through any number of roles', () => {
    expect([...graph.permissionsOf(['chief'])].sort()).toEqual(['page:read', 'page:write']);
    expect([...graph.withInherited(['chief'])].sort()).toEqual(['chief', 'editor', 'reader']);
  });

  it('comes to the end of a chain that somebody made endless', () => {
    const nameOf = (index: number) => `link-${index}`;
    const chain = Array.from({ length: 50_000 }, (_, index) => ({
      name: nameOf(index),
      permissions: [],
      inherits: [nameOf(index + 1)],
    }));
    expect(new RoleGraph(chain).withInherited([nameOf(0)]).size).toBe(50_000);
  });

  it('joins what several roles grant, and passes over names that are no roles', () => {
    expect([...graph.permissionsOf(['reader', 'snake', 'gone'])].sort()).toEqual(['page:read', 'snake:bite']);
    expect([...graph.withInherited(['gone'])]).toEqual([]);
  });

  it('knows which roles grant as much as another', () => {
    expect(graph.atLeast('editor')).toEqual(['editor', 'chief', 'twin']);
  });

  it('sees a circle, and does not lose itself in one', () => {
    expect(['reader', 'chief', 'snake', 'tail'].map((name) => graph.isCircular(name))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect([...graph.permissionsOf(['tail'])]).toEqual(['snake:bite']);
  });
});
