/** A mistake of this many letters is still a slip; one of a short word is another word. */
const slip = (word: string) => (word.length < 5 ? 1 : 2)

/** The word that a slip was meant to be, or undefined. */
export async function closest(
  word: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  const { closestMatch } = await import('leven')
  return closestMatch(word, candidates, { maxDistance: slip(word) })
}
