import { openWorlds } from './open-worlds.js';

// A test that fails in the middle leaves its world open, and jest would wait for it forever.
afterAll(async () => {
  for (const world of [...openWorlds]) await world.close();
});
