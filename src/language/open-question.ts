/** Questions that no number alone answers: they ask for reasons, a judgement or advice. */
import { fold } from './text.ts';

const openly =
  /\b(?:why|how come|what(?:'s| is| was| are| were)? (?:causing|caused|driving|drove|behind|going (?:on|wrong)|happening|holding|hurting)|what (?:happened|went wrong|changed)|(?:the )?reasons?\b.{0,30}\b(?:for|behind|why)|explain|diagnose|assess|analy[sz]e|summari[sz]e|what (?:should|shall|can|could|must) (?:we|i)|how (?:should|can|could|do) (?:we|i) (?:fix|improve|get|turn|catch|win|make)|should (?:we|i) (?:worry|be worried|focus)|worr(?:y|ied) about|tell me (?:more )?about|talk me through|walk me through|what do you (?:think|make)|advi[cs]e|recommend|where should (?:we|i))\b/;

export const asksOpenly = (text: string): boolean => openly.test(fold(text));
