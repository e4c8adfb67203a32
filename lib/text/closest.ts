/**
 * How many wrong letters still count as a typo. In a short word only one: a short word with two different letters is
 * probably a different word.
 */
const slip = (word: string) => (word.length < 5 ? 1 : 2)

/** The candidate that the person probably meant, or undefined if none is close enough. */
export async function closest(
  word: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  const { closestMatch } = await import('leven')
  return closestMatch(word, candidates, { maxDistance: slip(word) })
}
