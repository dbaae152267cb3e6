"""Two rulesets held against each other: what reads differently, what is proved the same, what changes."""
