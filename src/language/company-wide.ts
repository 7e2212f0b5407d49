const wide =
  /\b(?:(?:company|org|organi[sz]ation|firm|business)[- ]?wide|(?:whole|entire|full|complete) (?:company|business|firm|org|organi[sz]ation|sales org)|across (?:the |our |all (?:of )?(?:the |our )?)?(?:company|business|org|organi[sz]ation|regions|territories|teams|offices)|(?:all|every) (?:the |our )?(?:regions?|territor(?:y|ies)|teams?|offices?)|every(?:one|body)(?:'?s)?(?! (?:in|on|from|at|of)\b)|global(?:ly)?|world[- ]?wide|everywhere)\b/i;

/** Whether the words ask about the whole company: "company wide", "across all regions", "everybody's". */
export const saysCompanyWide = (text: string): boolean =>
  wide.test(text.normalize('NFKC').replace(/[’‘]/g, "'"));
