/** The danger that a conversation has come to, and the advice that holds for it. */

const RANK = { professional: 1, urgent: 2, emergency: 3 };

/** True when `level` is more urgent than `other`; either may be null. */
export function isAbove(level, other) {
  return (RANK[level] ?? 0) > (RANK[other] ?? 0);
}

/** The new `{level, alerts}` after a turn; `alerts` keeps the advice that was given at each level. */
export function alertsAfter({ level, alerts }, turn) {
  if (!(turn.level in RANK)) return { level: null, alerts: {} };
  const given = { ...alerts };
  for (const known of Object.keys(given)) if (isAbove(known, turn.level)) delete given[known];
  if (turn.outcome.startsWith("escalate:")) {
    const said = turn.replies.find((reply) => reply.card?.type === "red_flag");
    const own = said?.card.level ?? turn.level;
    if (said && !isAbove(own, turn.level)) given[own] = said.text;
    if (!given[turn.level]) given[turn.level] = turn.replies[0].text;
  }
  const raised = turn.level !== "professional" || given.professional;
  return { level: raised ? turn.level : null, alerts: given };
}

/** The advice as `[what to do, the rest]`: the leading sentences that say whom to call are what to do. */
export function advice(text) {
  const sentences = text.split(/(?<=[.!?])\s+/);
  let end = 0;
  sentences.forEach((sentence, at) => {
    if (/\d{3}|\b(?:call|ring|numbers?)\b/i.test(sentence) && at <= Math.max(end + 1, 2)) end = at;
  });
  return [sentences.slice(0, end + 1).join(" "), sentences.slice(end + 1).join(" ")];
}
