/** Whose word a value of an account is, and who may put another in its place. Pure. */

/**
 * A person's own word > the company directory > an import or a sync of the CRM.
 *
 * So the directory fills what is empty and mends what an import has brought, an import neither undoes that nor overwrites a
 * person, and what a person has said (emptied and undone included) stays until a person says otherwise. Approving what the
 * directory says makes it no word of one's own: when the directory says something new, so may be proposed again.
 */
const precedence = ['person', 'directory', 'import'] as const;
export type Origin = (typeof precedence)[number];

/** What may be replaced by this one: its like, and all that counts less. */
export const yieldsTo = (origin: Origin): Origin[] => precedence.slice(precedence.indexOf(origin));

/** The fields of an account of which the directory has something to say. */
export const directoryFields = ['industry', 'country', 'employees', 'revenue'] as const;
export type DirectoryField = (typeof directoryFields)[number];
