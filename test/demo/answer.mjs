// Stands for a browser and the person before it: opens the page it is given, and allows the login or denies it.
const [, , answer = '', address = ''] = process.argv
const page = await (await fetch(address)).text()
const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(page) ?? []
const [, name = '', value = ''] =
  /<input type="hidden" name="([^"]*)" value="([^"]*)">/.exec(page) ?? []
const body = new URLSearchParams({ [name]: value, answer })
await fetch(new URL(action, address), { method: 'POST', body })
