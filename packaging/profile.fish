# tofu and terraform run through tfsso for all users once /etc/tfsso/enabled exists. Part of the package tfsso.
if test -e /etc/tfsso/enabled; and test -r /usr/lib/tfsso/env.fish
    source /usr/lib/tfsso/env.fish
end
