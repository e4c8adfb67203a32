/** What tfsso is: the beginning of the help and of the manual page. */
export const overview =
  'Plain tofu and terraform in a repository with several AWS accounts, each layer with its own AWS SSO role. In a layer you just type `tofu plan`; these commands are for the rest.'
