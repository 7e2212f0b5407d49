/** What is known of somebody who came in as a lead. */
export type LeadFields = {
  name: string | null;
  /** As typed, in small letters. */
  email: string | null;
  company: string | null;
  title: string | null;
  message: string | null;
  /** E.164. */
  phone: string | null;
  phoneExt: string | null;
  /** ISO 3166. */
  country: string | null;
};
