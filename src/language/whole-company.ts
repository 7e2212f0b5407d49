/** Whether words ask for the whole company: who sees only a part of it is then told so. Pure. */
import { plain } from './text.ts';

const whole =
  /\b(?:(?:company|org|firm|business)[- ]?wide|world[- ]?wide|globally|(?:whole|entire) (?:company|business|firm|org(?:ani[sz]ation)?)|(?:all|every|each of the|across the) (?:regions?|territor(?:y|ies)))\b/i;

export const asksWholeCompany = (text: string): boolean => whole.test(plain(text));
