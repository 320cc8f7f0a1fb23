/** Answers that somebody gave, as a list of questions and what was said to them. */

import { h } from "../dom.js";

const NUMBERS = /^[\d\s,and&.]+$/; // choices by their numbers: no words of somebody

/** A description list made in `make`, which may be another document's `h`. */
export function answerList(answers, make = h) {
  const pairs = answers.flatMap(({ question, answer, words }) => [
    make("dt", {}, question),
    make("dd", {}, adds(words, answer) ? `${answer} (“${words}”)` : answer),
  ]);
  return make("dl", { lang: "en" }, ...pairs);
}

function adds(words, answer) {
  return words && !NUMBERS.test(words) && !answer.toLowerCase().includes(words.toLowerCase());
}
