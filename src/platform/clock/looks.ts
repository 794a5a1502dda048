/**
 * Looks at something that changes, which may overlap and end in any order: one that began later and has ended knows
 * more, and what an earlier one brings is out of date.
 */
export class Looks {
  private begun = 0;
  private newest = 0;

  /** Call it as a look begins, and what it returns when its result is to count: whether it still may. */
  begin(): () => boolean {
    const look = ++this.begun;
    return () => {
      if (look < this.newest) return false;
      this.newest = look;
      return true;
    };
  }
}
