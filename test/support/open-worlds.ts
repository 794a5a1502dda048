/** The worlds of this test file that are still running. */
export const openWorlds = new Set<{ close(): Promise<void> }>();
