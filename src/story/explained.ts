/** What stands under prose by a language model. */
export const worded = 'Wording by a language model; numbers checked.';
