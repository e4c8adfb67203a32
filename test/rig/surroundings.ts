/**
 * What of the tester's own environment goes into every world: the variables that TFSSO_TEST_SURROUNDINGS names,
 * for a run of the tests with another clock, zone or locale (CONTRIBUTING.md). None as a rule.
 */
export const surroundings: Record<string, string> = Object.fromEntries(
  (process.env.TFSSO_TEST_SURROUNDINGS ?? '').split(' ').flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)
