"""What an organisation that uses the rules has to show: records of what they are, and whom they fall on.

``records`` drafts the UK Algorithmic Transparency Recording Standard and an ALGO-CARE sheet from what a
ruleset says of itself.  ``fairness`` counts what came of a caseload by characteristics that no rule reads.
Neither says that anything is lawful, accurate or fair: that is for people to say.
"""
