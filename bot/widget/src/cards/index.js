/** The cards of replies by their type. An unknown type leaves the reply as it is: text and choices. */

import { exerciseCard } from "./exercise.js";
import { progressCard } from "./progress.js";
import { questionCard } from "./question.js";
import { redFlagCard } from "./red_flag.js";
import { resultCard } from "./result.js";
import { routineCard } from "./routine.js";
import { scaleCard } from "./scale.js";
import { summaryCard } from "./summary.js";

const CARDS = {
  exercise: exerciseCard,
  progress: progressCard,
  question: questionCard,
  red_flag: redFlagCard,
  routine: routineCard,
  scale: scaleCard,
  self_check_result: resultCard,
  summary: summaryCard,
};

/**
 * The card of `context.reply`, or null. A card is `{lead, text, nodes, answers}`: nodes before the text, the text where
 * the card shows parts of it itself, nodes behind it, and whether it has the reply's choices in it.
 */
export function cardOf(context, tools) {
  const { card } = context.reply;
  return CARDS[card?.type]?.(card, context, tools) ?? null;
}
