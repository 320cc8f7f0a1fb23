/**
 * The clock of the holds of an exercise. It knows when it was started and computes the rest from that, so it is right
 * after the tab was hidden, the telephone slept, or the page was loaded again.
 */

const READY = 5; // seconds to get into place, and to change over between two holds

/** The parts in order: `{kind: "ready" | "rest" | "hold", seconds, side: 0 | 1 | null, number}`. */
export function partsOf({ sets, sides, seconds }) {
  const holds = Array.from({ length: sets }, (_, at) => at + 1).flatMap((number) =>
    Array.from({ length: sides }, (_, side) => ({ kind: "hold", seconds, side: sides > 1 ? side : null, number })),
  );
  return holds.flatMap((hold, at) => [{ ...hold, kind: at ? "rest" : "ready", seconds: READY }, hold]);
}

/** Where the clock is after `elapsed` ms: `{part, left, share}`, `left` in whole seconds; part null at the end. */
export function placeAt(parts, elapsed) {
  let rest = elapsed / 1000;
  for (const part of parts) {
    if (rest < part.seconds) return { part, left: Math.ceil(part.seconds - rest), share: rest / part.seconds };
    rest -= part.seconds;
  }
  return { part: null, left: 0, share: 1 };
}

/** A clock that stands: `before` are ms that ran until now, `since` is when it was started (ms since 1970), or null. */
export const STANDING = { before: 0, since: null };

/** Ms that `clock` ran until `now`. */
export function elapsedOf(clock, now) {
  return clock.before + (clock.since === null ? 0 : Math.max(0, now - clock.since));
}

/** The clock going on, or standing, from `now`. */
export function switched(clock, now) {
  return clock.since === null ? { ...clock, since: now } : { before: elapsedOf(clock, now), since: null };
}
