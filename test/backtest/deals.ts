/** A real company's deals, as what was known of them on a day. Days are YYYY-MM-DD. */
export type Deal = {
  id: string;
  created: string;
  /** When it was won or lost; null while it is open at the end of the file. */
  closed: string | null;
  won: boolean;
  /** What was known of its worth while it was open. */
  amount: number;
  /** For how much it was won; 0 where it was not. */
  wonAmount: number;
  segment: string;
  /** To forecast parts of the company on their own. */
  region: string;
};

export type Company = {
  name: string;
  deals: Deal[];
  /** From which day on all that was won or lost is in the file, and until which. */
  from: string;
  to: string;
};
