# If /etc/tfsso/enabled exists, tofu and terraform run through tfsso for all users. This file is part of the package
# tfsso.
if test -e /etc/tfsso/enabled; and test -r /usr/lib/tfsso/env.fish
    source /usr/lib/tfsso/env.fish
end
