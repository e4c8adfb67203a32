/** A mistake of this many letters is still a slip. */
const slip = 2

/** The word that a slip was meant to be, or undefined. */
export async function closest(
  word: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  const { closestMatch } = await import('leven')
  return closestMatch(word, candidates, { maxDistance: slip })
}
