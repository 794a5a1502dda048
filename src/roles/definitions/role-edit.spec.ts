import { decideEdit, ROLE_NAME } from './role-edit.js';

const editor = { name: 'editor', description: '', permissions: ['page:write'], inherits: [], builtIn: false };
const introspector = {
  name: 'introspector',
  description: '',
  permissions: ['tokens:introspect'],
  inherits: [],
  builtIn: true,
};
const NAMES = ['admin', 'editor', 'introspector', 'Reviewer', 'user'];

describe('A role', () => {
  it('may take any name that is free, and keep its own', () => {
    expect(decideEdit(undefined, { ...editor, name: 'author' }, NAMES)).toBe('allowed');
    expect(decideEdit(editor, { ...editor, permissions: [] }, NAMES)).toBe('allowed');
    expect(decideEdit(editor, { ...editor, name: 'author' }, NAMES)).toBe('allowed');
  });

  it('takes no name that another has, in whichever case', () => {
    expect(decideEdit(undefined, editor, NAMES)).toBe('nameTaken');
    expect(decideEdit(editor, { ...editor, name: 'reviewer' }, NAMES)).toBe('nameTaken');
  });

  it('that is built in keeps its name and what the code relies on, and may grant more', () => {
    expect(decideEdit(introspector, { ...introspector, name: 'looker' }, NAMES)).toBe('builtInName');
    expect(decideEdit(introspector, { ...introspector, permissions: ['page:read'] }, NAMES)).toBe(
      'builtInGrants',
    );
    const more = { ...introspector, permissions: ['page:read', 'tokens:introspect'] };
    expect(decideEdit(introspector, more, NAMES)).toBe('allowed');
  });
});

describe('The name of a role', () => {
  it.each(['editor', 'level-2', 'press_office', 'x'])('may be %s', (name) => {
    expect(ROLE_NAME.test(name)).toBe(true);
  });

  it.each(['', 'Editor', 'a,b', 'a b', '-a', 'a-', 'a--b', '2nd', 'еditor', 'ﬁne', 'a\n', 'a/b', 'a.b'])(
    'is not %j',
    (name) => {
      expect(ROLE_NAME.test(name)).toBe(false);
    },
  );
});
