/** Waits until something holds, and fails with what was wrong last. */
export async function eventually(holds: () => Promise<void> | void, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((later) => setTimeout(later, 20));
    }
  }
}
