/**
 * The variables from the tester's own environment that go into every world: those that
 * TFSSO_TEST_SURROUNDINGS names, to run the tests with another clock, zone or locale (CONTRIBUTING.md).
 * Usually none.
 */
export const surroundings: Record<string, string> = Object.fromEntries(
  (process.env.TFSSO_TEST_SURROUNDINGS ?? '').split(' ').flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)
