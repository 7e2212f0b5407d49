/** Words that ask for nothing by themselves: where they alone were not read, the rest says what is wanted. */
import { fold } from './text.ts';

// No noun of the trade, no day or length of time, no adjective, nothing that denies or compares, and nobody: without one of
// those it would be another question. And no verb of a story ("prepping Tom's review"): whom it is about would become a limit.
const light = new Set(
  `ugh um uh uhm umm hmm hm er err ah oh ooh aha hey hi hello yo ok okay okey kk alright so soo sooo anyway anyways anyhow
  like literally basically honestly frankly seriously obviously clearly apparently hopefully lol lmao haha hehe omg wow
  whoa yikes oops whoops welp yeah yep yup yes btw fyi tbh imo pls plz please thx thanks ty cheers sorry damn dang darn
  crap gosh jeez geez guys folks mate dude bro buddy pal read reads put place puts restrict narrow confine fetch dig pop
  spell lay jot note print display present provide deliver get gets got getting gotten keep keeping see
  sees seen seeing view viewing check checking figure figuring find finding tell telling say saying give giving grab pull
  pulling bring bringing spend spends spent hope hopes hoping reckon gather go gonna gotta wanna lemme
  gimme guess usually normally typically generally actually really simply quickly presently precisely exactly kindly maybe
  perhaps prob probably somehow just also too then now how the a an this these it is are am be been being was were do does
  did has have had can could would should will shall may might must i you we me us my our that which what to of on in at as
  with by from for overview rundown glance picture idea sense info information detail details stuff things answer
  heads-up sheet screen deck slide slides moment sec question favor favour curiosity bestie righto arvo squiz ngl smth
  happened happen happens arrange necessary nevertheless nonetheless`
    .split(/\s+/)
    .filter(Boolean),
);
/** These stand in any sentence, and are what is left of something else where nothing else stands beside them. */
const bare = /^(?:of|on|in|at|by|with|to|as|for|the|a|an|my|our|this|these|that|it|i|you|we|me|us)$/;
const MOST = 5;

/** Whether what was left unread asks for nothing, so that the rest may be answered, and it is said what was left out. */
export function areLight(phrases: readonly string[]): boolean {
  const said = phrases.map((phrase) =>
    fold(phrase)
      .split(/[^\p{L}-]+/u)
      .filter(Boolean),
  );
  return (
    said.flat().length <= MOST &&
    said.every(
      (words) =>
        words.length > 0 && words.every((word) => light.has(word)) && !words.every((word) => bare.test(word)),
    )
  );
}
