/**
 * How many wrong letters still count as a typo. For a short word it is only one: with two it may just be another word.
 */
const slip = (word: string) => (word.length < 5 ? 1 : 2)

/** The word that was probably meant by a typo, or undefined. */
export async function closest(
  word: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  const { closestMatch } = await import('leven')
  return closestMatch(word, candidates, { maxDistance: slip(word) })
}
