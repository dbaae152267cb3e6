"""The two drafts: the UK Algorithmic Transparency Recording Standard, and ALGO-CARE.

The names and numbers of fields are those of version 3 of the standard and of the eight words of ALGO-CARE;
everything said in them is ours.  Whoever publishes checks them against the standard as it then stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drive_rules.accountability.figures import Figures
from drive_rules.accountability.records import Field, Part, Record, Records
from drive_rules.answers import Versions
from drive_rules.ir import Provenance, Ruleset
from drive_rules.language.sentences import listed
from drive_rules.traceability import ASSUMED

NOTE_ATRS = (
    "A draft after the UK Algorithmic Transparency Recording Standard. Fields and numbers follow its "
    "version 3: check them against the current template before anything is published."
)
NOTE_CARE = "A draft of an ALGO-CARE sheet: what the rules give an organisation to answer its prompts with."
ADVICE = "Every answer is advice to a named human decider, and says so; nothing is done by it."
_MOST_NAMED = 8


def records(ruleset: Ruleset, versions: Versions, figures: Figures) -> Records:
    """Both drafts for a ruleset, and for its site where it has one."""
    site = f", site {ruleset.site}" if ruleset.site else ", no site"
    about = (
        f"{ruleset.title or ruleset.name}: {ruleset.name} {ruleset.version}{site}, "
        f"digest {versions.ruleset_digest[:16]}, by drive-rules {versions.library}."
    )
    drafting = _Drafting(ruleset, versions, figures)
    return Records(about, (drafting.atrs(), drafting.algo_care()))


@dataclass(frozen=True, slots=True)
class _Drafting:
    ruleset: Ruleset
    versions: Versions
    figures: Figures

    # -- the transparency record -----------------------------------------------------------------

    def atrs(self) -> Record:
        """The transparency record: one part for the public, five for those who want to know more."""
        parts = (
            Part("Tier 1: overview", self._overview()),
            Part("Tier 2, section 1: owner and responsibility", _owner()),
            Part("Tier 2, section 2: description and rationale", self._rationale()),
            Part("Tier 2, section 3: decision-making process", self._process()),
            Part("Tier 2, section 4: tool specification", (*self._system(), *self._model(), *self._data())),
            Part("Tier 2, section 5: risks, mitigations and impact assessments", self._risks()),
        )
        return Record("Algorithmic transparency record", NOTE_ATRS, parts)

    def _overview(self) -> tuple[Field, ...]:
        ruleset = self.ruleset
        return (
            Field("1.1", "Name", (f"{ruleset.title or ruleset.name} ({ruleset.name} {ruleset.version}).",)),
            Field(
                "1.2",
                "Description",
                (
                    "Practitioners record what is known of a case. Written rules say from it how serious the "
                    "risk is, what should be done and by whom, what must not be done, and what to ask next.",
                    "It learns nothing from data and predicts nothing of anybody. What is not known "
                    "counts as "
                    "unknown, never as no.",
                    ADVICE,
                ),
                left="where and since when it is used, and why here",
            ),
            Field("1.3", "Website", left="the address of a page about it"),
            Field("1.4", "Contact email", left="an address that is read"),
        )

    def _rationale(self) -> tuple[Field, ...]:
        figures = self.figures
        decided = listed(sorted(f"'{each}'" for each in self.ruleset.decisions))
        return (
            Field(
                "2.2.1",
                "Detailed description",
                (
                    f"{figures.rules} rules read {figures.facts} facts and settle {figures.decisions} "
                    f"decisions: {decided}. {figures.actions} actions can be called for.",
                    f"{figures.safety_rules} of the rules are marked as rules of safety: these act, or have "
                    "somebody find out, where they cannot tell.",
                    "Each answer names the rules it comes from, why they hold, their source, what is "
                    "unknown, "
                    "and what would change it.",
                    *self._of_site(),
                ),
                assumed=self._assumed_words(),
            ),
            Field(
                "2.2.2",
                "Benefits",
                (
                    "It is made so that the same case gives the same answer, what is unknown is told, and "
                    "each task has an owner and a day.",
                ),
                missing="any measure of what came of its use",
                left="what it is hoped to better here, and how that will be measured",
            ),
            Field("2.2.3", "Previous process", left="how this was decided before"),
            Field("2.2.4", "Alternatives considered", left="what else was looked at, and why not"),
        )

    def _process(self) -> tuple[Field, ...]:
        return (
            Field(
                "2.3.1",
                "Integration into broader operational process",
                (ADVICE,),
                left="at which point of the work it is asked, and what follows",
            ),
            Field(
                "2.3.2",
                "Human review",
                (
                    "Every page has a line for who decided, and when. A person's decision is recorded "
                    "with who, "
                    "when and why, beside what the rules said; it can be taken back by its author or a "
                    "manager.",
                    "No score lowers what a person judged: a judgement is withdrawn only by a person.",
                ),
                left="who decides, and how it is seen to that they could decide otherwise and do",
            ),
            Field("2.3.3", "Frequency and scale of usage", left="how often, for how many people"),
            Field("2.3.4", "Required training", left="what users have learnt before they use it"),
            Field(
                "2.3.5",
                "Appeals and review",
                (
                    "There is a page for the person the case is about, worked out from the case without what "
                    "is private. Answers name ruleset, version and digest, so that they can be made again.",
                ),
                left="how somebody asks for a review, makes representations and contests a decision (UK "
                "GDPR, "
                "Articles 22A to 22D; Data Protection Act 2018, sections 50A to 50D)",
            ),
        )

    def _system(self) -> tuple[Field, ...]:
        made = self.versions
        return (
            Field(
                "2.4.1.1",
                "System architecture",
                (
                    "A library inside the case system of whoever uses it: a case goes in, an assessment "
                    "and a "
                    "plan come out. It has no network, no clock and no chance in it.",
                    f"drive-rules {made.library}, rule language {made.language}.",
                ),
                left="the case system around it, and where that runs",
            ),
            Field(
                "2.4.1.2",
                "System-level input",
                (
                    f"{self.figures.facts} facts, of which {self.figures.private_facts} are private to "
                    "professionals; any of them may be unknown, and may have several sources.",
                ),
            ),
            Field(
                "2.4.1.3",
                "System-level output",
                (
                    "Decisions with how sure they are, duties with owner and day, blocks with what releases "
                    "them, questions, what cannot be told and why, and a plan by agency.",
                ),
            ),
            Field(
                "2.4.1.4",
                "Maintenance",
                (
                    f"Rules are files with versions; this is version {self.ruleset.version}. They are "
                    "checked, "
                    "with all their examples, before they are used.",
                ),
                left="who changes the rules, who agrees to it, and how often all of it is looked at",
            ),
            Field(
                "2.4.1.5", "Models", ("One set of written rules. There is no statistical or learnt model.",)
            ),
        )

    def _model(self) -> tuple[Field, ...]:
        figures = self.figures
        return (
            Field("2.4.2.1", "Model name", (f"{self.ruleset.name}.",)),
            Field(
                "2.4.2.2",
                "Model version",
                (f"{self.ruleset.version}, digest {self.versions.ruleset_digest}.",),
            ),
            Field(
                "2.4.2.3", "Model task", ("To say which rules hold of a case, and what follows from them.",)
            ),
            Field("2.4.2.4", "Model input", ("A case, as said in 2.4.1.2.",)),
            Field("2.4.2.5", "Model output", ("An assessment, as said in 2.4.1.3.",)),
            Field(
                "2.4.2.6",
                "Model architecture",
                (
                    "Rules of conditions and conclusions, answered yes, no or cannot tell. The order of "
                    "rules "
                    "and facts means nothing.",
                    f"Where the rules come from: {_by(figures.rules_by)}.",
                    f"They cite a register of {figures.sources} sources.",
                ),
                assumed=self._assumed_words(),
            ),
            self._performance("2.4.2.7", "Model performance"),
            Field("2.4.2.8", "Datasets", ("None: nothing was learnt from data.",)),
            Field("2.4.2.9", "Dataset purposes", ("None.",)),
        )

    def _performance(self, number: str, name: str) -> Field:
        """What was tested; how well the advice fits what came of cases is nobody's figure yet."""
        figures = self.figures
        said = [
            f"{figures.examples} examples stand with the rules, and each is tried when the rules are "
            "checked.",
        ]
        if figures.scenarios is not None:
            said.append(
                f"{figures.scenarios} scenarios of behaviour; {figures.rules_with_scenario} of "
                f"{figures.rules} rules have one of their own."
            )
        if (spoilt := figures.spoilt) is not None:
            said.append(
                f"{spoilt.rules} of {figures.rules} rules spoilt, in {spoilt.ways} ways: a scenario noticed "
                f"{spoilt.noticed} of {spoilt.ways} ({_percent(spoilt.noticed, spoilt.ways)}%), by the "
                "reports given to this draft."
            )
        missing = [
            *(["the number of scenarios"] if figures.scenarios is None else []),
            *(["a mutation report"] if figures.spoilt is None else []),
            "any measure of how the advice fits what came of cases",
        ]
        left = "a validation on cases of its own, with how many there were"
        return Field(number, name, tuple(said), left=left, missing=listed(missing))

    def _data(self) -> tuple[Field, ...]:
        figures = self.figures
        return (
            Field("2.4.3.1", "Source data name", left="the records that cases are read from"),
            Field("2.4.3.2", "Data modality", ("Tables or structured text.",)),
            Field(
                "2.4.3.3",
                "Data description",
                (f"What is recorded of each {listed(sorted(self.ruleset.kinds))}.",),
            ),
            Field("2.4.3.4", "Data quantities", left="of how many cases, over how long"),
            Field(
                "2.4.3.5",
                "Sensitive attributes",
                (
                    f"{figures.protected_facts} facts are marked as protected or kept for monitoring. No "
                    "rule "
                    "that decides reads what is protected, and none reads what is kept for monitoring; "
                    "such a "
                    "rule is refused when it is read.",
                ),
                left="which facts are of crime, health or another special category, the lawful basis for "
                "each, and the appropriate policy document",
            ),
            Field(
                "2.4.3.6",
                "Data completeness and representativeness",
                ("What is missing is told in every answer, and counted for a whole caseload.",),
                left="how complete the records are here, and whom they miss",
            ),
            Field("2.4.3.7", "Source data URL", left="an address, or that there is none"),
            Field("2.4.3.8", "Data collection", left="who asks whom, and how"),
            Field(
                "2.4.3.9",
                "Data cleaning",
                (
                    "A value that does not fit is refused or counts as unknown, and is listed; none is "
                    "guessed.",
                ),
                left="what is done to records before they are read",
            ),
            Field("2.4.3.10", "Data sharing agreements", left="with whom, and on what basis"),
            Field(
                "2.4.3.11",
                "Data access and storage",
                ("The library keeps nothing. No error, log or name of an object holds a value of a case.",),
                left="who can see what, for how long it is kept, and where",
            ),
        )

    def _risks(self) -> tuple[Field, ...]:
        return (
            Field(
                "2.5.1",
                "Impact assessment",
                left="the data protection impact assessment, the equality assessment (Equality Act 2010, "
                "section 149) and the human rights assessment (Articles 2, 3 and 8), with their days",
            ),
            Field(
                "2.5.2",
                "Risks and mitigations",
                (
                    "A wrong 'no' leaves somebody in danger: what is unknown never counts as no, a "
                    "lowest level "
                    "is printed only where enough is known, and rules of safety act in doubt.",
                    "An answer is followed without thought: it says that it is advice, what it rests on, and "
                    "what would change it.",
                    "The person it is about learns what puts somebody else at risk: their page is made from "
                    "the case without what is private.",
                    "Groups fare differently: `drive-rules fairness` counts what came of cases by "
                    "characteristics that no rule reads, and flags differences.",
                    *self._of_checklists(),
                ),
                assumed=self._assumed_words(),
                left="the risks of its use here, who owns each, and what is done",
            ),
        )

    # -- ALGO-CARE -------------------------------------------------------------------------------

    def algo_care(self) -> Record:
        """The eight prompts, each with what the rules give to answer it."""
        figures, ruleset = self.figures, self.ruleset
        based = sum(bool(action.legal_basis) for action in ruleset.actions.values())
        assumed = [each.name for each in ruleset.settings.values() if each.why.provenance == ASSUMED]
        fields = (
            Field(
                "A",
                "Advisory",
                (ADVICE, "It changes no record and starts no action by itself."),
                left="how it is seen to that people decide, and are not led by the answer alone",
            ),
            Field(
                "L",
                "Lawful",
                (
                    f"{based} of {figures.actions} actions name the law or duty they rest on; the others "
                    "name none.",
                    "Information about people is told to or asked of only those whom the rules name.",
                ),
                left="the lawful basis for using it, necessity and proportion, and who advised on the law",
            ),
            Field(
                "G",
                "Granularity",
                (
                    "A decision is given as the lowest and the highest it can be; where these differ the "
                    "answer says what is missing, and never prints the low end alone.",
                    "Rules are about a case, a pair or a thing in it, never about a group of people.",
                ),
                assumed=f"the settings {_some(assumed)}" if assumed else "",
            ),
            Field(
                "O",
                "Ownership",
                (
                    "Rules and settings are files in plain words: whoever has them can read all of them. The "
                    "library is open, under the Apache 2.0 licence.",
                    *self._of_site(),
                ),
                left="who owns the rules here, who may change them, and the terms of any supplier",
            ),
            Field(
                "C",
                "Challengeable",
                (
                    "What a person decided otherwise is recorded with why, and is looked at again when what "
                    "it rested on changes. Every answer can be made again from case, day, version and "
                    "digest.",
                ),
                left="how a challenge is made, by whom it is heard, and where it is logged",
            ),
            self._performance("A", "Accuracy"),
            Field(
                "R",
                "Responsible",
                (
                    "Nothing protected decides. Differences between groups can be counted and are flagged, "
                    "with small numbers withheld.",
                ),
                missing="a fairness table of the caseload here",
                left="the public interest in its use, the ethics review, and who watches what comes of it",
            ),
            Field(
                "E",
                "Explainable",
                (
                    f"Each of the {figures.rules} rules has a title, a reason, a source and how sure that "
                    "is, "
                    "and examples. `drive-rules explain` says of any answer why, why not, and what would "
                    "change it.",
                ),
                assumed=self._assumed_words(),
            ),
        )
        return Record("ALGO-CARE", NOTE_CARE, (Part("The eight prompts", fields),))

    def _of_checklists(self) -> tuple[str, ...]:
        if not self.ruleset.checklists:
            return ()
        return (
            "Checklists of risk have been criticised as weak predictors, and defended: no score here "
            "predicts, and none lowers what a person judged.",
        )

    # -- what several fields say -----------------------------------------------------------------

    def _of_site(self) -> tuple[str, ...]:
        ruleset, said = self.ruleset, []
        if ruleset.site_rules:
            said.append(f"The site {ruleset.site} adds the rules {_some(list(ruleset.site_rules))}.")
        said += [
            f"The site {ruleset.site} switches off '{rule}': {because.rstrip('.')}."
            for rule, because in sorted(ruleset.switched_off.items())
        ]
        return tuple(said)

    def _assumed_words(self) -> str:
        figures = self.figures
        if not figures.assumed:
            return ""
        count = [f"{n} {sort}{'' if n == 1 else 's'}" for sort, n in figures.assumed.items()]
        return (
            f"{listed(count)}, {figures.assumed_share}% of everything that says on whose word it is; "
            "`drive-rules sources` lists each as a question to a practice advisor"
        )


def _owner() -> tuple[Field, ...]:
    return (
        Field("2.1.1", "Organisation or department", left="the organisation that decides to use it"),
        Field("2.1.2", "Team", left="the team that answers for it"),
        Field("2.1.3", "Senior responsible owner", left="a role, and who holds it"),
        Field("2.1.4", "Third party involvement", left="whether a supplier installs, hosts or changes it"),
        Field("2.1.4.1", "Third party", left="the supplier's name, or that there is none"),
        Field("2.1.4.2", "Companies House number", left="the supplier's number, or that there is none"),
        Field("2.1.4.3", "Third party role", left="what the supplier does"),
        Field("2.1.4.4", "Procurement procedure type", left="how it was procured"),
        Field("2.1.4.5", "Third party data access terms", left="what data the supplier can see, and why"),
    )


def _by(counts: Mapping[Provenance, int]) -> str:
    whole = sum(counts.values())
    return "; ".join(f"{n} {word} ({round(100 * n / whole)}%)" for word, n in counts.items())


def _some(names: list[str]) -> str:
    """The names, or the first of many and how many more."""
    quoted = [f"'{name}'" for name in sorted(names)]
    more = len(quoted) - _MOST_NAMED
    return f"{', '.join(quoted[:_MOST_NAMED])} and {more} more" if more > 0 else listed(quoted)


def _percent(part: int, whole: int) -> int:
    """Rounded down: what is not whole is not printed as whole."""
    return 100 * part // max(whole, 1)
