"""A loaded ruleset and its verbs: read a case, assess it, plan, explain, ask, check.

A ``Ruleset`` does not change and may be shared between threads; besides what it read it keeps only
the programs compiled for the days it was asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, overload

from drive_rules import (
    __version__,
    allocation,
    assessment,
    following,
    live,
    manual,
    packages,
    pictures,
    planning,
    reference,
    report,
)
from drive_rules import case as cases
from drive_rules import explain as explaining
from drive_rules.accountability import drafts, figures
from drive_rules.accountability.records import Records
from drive_rules.agencies import Agencies
from drive_rules.allocation import Allocation, Caseload
from drive_rules.answers import Settled, Versions
from drive_rules.assessment import Assessment, human
from drive_rules.case import Case, World, form
from drive_rules.days import Days
from drive_rules.engines import refusals
from drive_rules.engines.compiled.told import Told
from drive_rules.engines.homes import HERE, Home
from drive_rules.engines.isolated import SECONDS, Isolated
from drive_rules.examples import try_examples
from drive_rules.explain import changing
from drive_rules.following import Change, Follower, keeping
from drive_rules.following.keeping import KeptFollower
from drive_rules.following.standing import Stands
from drive_rules.gaps import SiteGaps, find_gaps
from drive_rules.invariants import try_invariants
from drive_rules.ir import Ruleset as Meaning
from drive_rules.journal import Journal
from drive_rules.live import Failure, Raised, Watch
from drive_rules.manual import Manual
from drive_rules.pictures import Picture
from drive_rules.pictures.maps import of_site
from drive_rules.planning.plans import Plan
from drive_rules.problems import (
    CaseError,
    DriveRulesError,
    Problem,
    RulesetError,
    UnwitnessedError,
    a_day,
    did_you_mean,
)
from drive_rules.traceability import Scenario
from drive_rules.watching import Alert, Watcher, try_watch_rules

if TYPE_CHECKING:
    from drive_rules import compare as comparing
    from drive_rules.accountability.fairness import Fairness
    from drive_rules.caseload import Asking, CaseloadAssessment, Summary
    from drive_rules.caseload.files import Told as HeardOf
    from drive_rules.compare import Comparison

Engine = Literal["compiled", "reference"]
Witness = Literal["durable", "durable, isolated"]
"""The second engine: in this process, or in one of its own, which cannot take this one with it."""


def load(
    name: str | Path = "drive-core",
    *,
    site: str | Path | None = None,
    witness: Witness | None = None,
    witness_seconds: float = SECONDS,
) -> Ruleset:
    """Load a ruleset by its bundled name or its folder, with a site's settings where one is named.

    With ``witness`` no assessment is issued unless the second engine agrees; that it is there, and that it
    can judge every rule on any day, is seen now (it takes some seconds).  An isolated one is given up on a
    case after ``witness_seconds``, and after a minute where it is to be made ready for a new day first.

    Raises ``RulesetError``, whose ``problems`` hold everything wrong in any file, and ``WitnessError``
    where there is no witness; where it cannot judge some rules, its ``problems`` name them.
    """
    ruleset = Ruleset(packages.load_package(name, site=site), witness, witness_seconds)
    if witness is not None:
        ruleset.try_witness(witness)
    return ruleset


@contextmanager
def _columns_there() -> Iterator[None]:
    """Whole caseloads are held in columns, by libraries that single cases do without."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("numba", "numpy", "pyarrow"):
            raise
        raise DriveRulesError(
            f"whole caseloads need {error.name}, which is not installed: pip install 'drive-rules[columns]'"
        ) from None


def _a_case(case: Case) -> Case:
    if not isinstance(case, Case):
        raise DriveRulesError(f"this is a {type(case).__name__} and no case: read it first, by `read_case`")
    return case


class Ruleset:
    """What the rules say, ready to be asked."""

    def __init__(
        self,
        package: packages.Package,
        witness: Witness | None = None,
        witness_seconds: float = SECONDS,
    ) -> None:
        self._package = package
        self._asked_for = (witness, witness_seconds)
        self._isolated = Isolated(witness_seconds)
        self._vocabulary = cases.Vocabulary.of(package.ruleset)
        self._lock = Lock()
        self._days = Days(package.ruleset)
        self._agencies: Agencies | None = None
        self._terms: allocation.Terms | None = None
        self._stands: Stands | None = None
        self._watcher = Watcher(package.ruleset)

    def __repr__(self) -> str:
        return f"<Ruleset {self.name} {self.version} {self.digest[:12]}>"

    def __reduce__(self) -> tuple[type[Ruleset], tuple[packages.Package, Witness | None, float]]:
        return type(self), (self._package, *self._asked_for)

    @property
    def name(self) -> str:
        """The package's name, say ``drive-core``."""
        return self.meaning.name

    @property
    def version(self) -> str:
        """The package's version."""
        return self.meaning.version

    @property
    def digest(self) -> str:
        """SHA-256 over every file that was read, the site's included."""
        return self._package.digest

    @property
    def meaning(self) -> Meaning:
        """The ruleset as data: ``drive_rules.ir``."""
        return self._package.ruleset

    # -- the main line ---------------------------------------------------------------------------

    def read_case(
        self,
        data: Mapping[str, Any] | str | Path,
        *,
        as_of: date | None = None,
        decided: Assessment | None = None,
    ) -> Case:
        """Read a case from plain data, YAML or JSON text, or a file, checked against this ruleset.

        With ``decided``, what people decided on that answer is part of the case, as the judgements that
        the rules read (``judged by`` of a decision).  Raises ``CaseError`` with every problem; no value or
        key of the case is in it.
        """
        case = cases.read_case(self._vocabulary, data, as_of)
        if decided is None or not decided.human_decisions or decided.case != case.key:
            return case
        return cases.read_case(
            self._vocabulary, human.with_entries(self.meaning, case.to_data(), decided), as_of
        )

    def assess(
        self,
        case: Case,
        *,
        as_of: date,
        previous: Assessment | None = None,
        witness: Witness | None = None,
        engine: Engine = "compiled",
    ) -> Assessment:
        """Assess a case as of a day.

        ``previous`` carries the days on which duties were first called for.  With ``witness``, here or
        when the ruleset was loaded, a second, independent engine must agree, or ``WitnessError`` is
        raised and nothing is issued.
        """
        return self._assess(case, as_of, previous, witness, engine)

    def _assess(
        self,
        case: Case,
        as_of: date,
        previous: Assessment | None = None,
        witness: Witness | None = None,
        engine: Engine = "compiled",
        questions: bool = True,
    ) -> Assessment:
        settle = self._settle(as_of, engine)
        settled = settle(case.world)
        see = self._witness(witness)
        witnessed = see(case.world, as_of, settled) if see is not None else None
        return assessment.assess(
            self.meaning,
            case,
            settled,
            as_of=as_of,
            previous=previous,
            versions=self._versions(),
            settle=settle,
            witnessed=witnessed,
            questions=questions,
            reading=self._days.of(as_of).reading,
        )

    def answers(self, case: Case, *, as_of: date) -> Told:
        """The fast path: intervals with the rules and values read, no pages, no questions."""
        return self._days.of(as_of).compiled.told(case.world)

    def settle(self, case: Case, *, as_of: date) -> Settled:
        """What an engine settles of a case on a day: for each name its interval, and no words."""
        return self._settle(as_of, "compiled")(case.world)

    def alerts(self, case: Case, *, as_of: date) -> tuple[Alert, ...]:
        """What the watch rules tell at once of a case on a day, because of what has happened together.

        It is for those who work on the case: what is private is in it, and nothing of it is for the
        perpetrator.
        """
        return self._watcher.alerts(case.world, as_of, settled=self.settle(case, as_of=as_of))

    def plan(
        self, assessment: Assessment, *, agencies: Agencies | None = None, previous: Plan | None = None
    ) -> Plan:
        """Order an assessment's duties into dated steps, each with an owner and a route to it."""
        return planning.plan(
            self.meaning, assessment, agencies if agencies is not None else self.agencies(), previous
        )

    @overload
    def follow(
        self,
        case: Case,
        *,
        as_of: date,
        previous: Assessment | None = None,
        witness: Witness | None = None,
    ) -> Follower: ...

    @overload
    def follow(self, *, state: str, witness: Witness | None = None) -> Follower: ...

    def follow(
        self,
        case: Case | None = None,
        *,
        as_of: date | None = None,
        previous: Assessment | None = None,
        state: str | None = None,
        witness: Witness | None = None,
    ) -> Follower:
        """Follow a case from a day on: post events to it as they happen, and hear what they change.

        ``previous`` and ``witness`` are as in ``assess``; with a witness every answer is witnessed, on each
        day that is settled, and where it is not (``WitnessError``) nothing has happened.  With
        ``state``, the text of ``Follower.to_json``, a followed case is brought back.  Raises ``CaseError``
        where something in the case lies after the day, ``DriveRulesError`` where the text is none.
        """
        asked = self._following(witness)
        if state is not None and (case, as_of, previous) == (None, None, None):
            return following.followed(asked, state)
        if state is not None or case is None or as_of is None:
            raise DriveRulesError("a case is followed from a day on: give the case and `as_of`, or `state`")
        return following.follow(asked, _a_case(case), a_day(as_of, "as_of"), previous)

    def resume(
        self,
        journal: Journal,
        case: Case | str,
        *,
        as_of: date | None = None,
        previous: Assessment | None = None,
        rules: Literal["same", "new"] = "same",
        older: Ruleset | None = None,
        witness: Witness | None = None,
    ) -> KeptFollower:
        """Follow a case that a journal keeps: each event is kept before it is acted on.

        Given by its key, the case is taken up as the whole of what was kept of it comes to.  Given as a
        case, with ``as_of`` and ``previous`` as in ``follow``, it is started where the journal does not have
        it yet.  Where other rules were in force it is refused, unless ``rules="new"`` asks for these: then
        ``by_new_rules`` says what they changed, by ``older``, the ruleset before, or by what was last put
        away.  Raises ``JournalError`` with every event that these rules cannot read, and ``CaseError``.
        """
        asked = self._following(witness)
        if not isinstance(case, str):
            if as_of is None:
                raise DriveRulesError("a case is started on a day: give `as_of`, or the key of a case alone")
            started = keeping.start(asked, journal, _a_case(case), a_day(as_of, "as_of"), previous)
            if started is not None:
                return started
        key = case if isinstance(case, str) else case.key
        before = older._following(None) if older is not None else None
        return keeping.resume(asked, journal, key, rules=rules, older=before)

    def _following(self, witness: Witness | None) -> following.Asked:
        with self._lock:
            if self._stands is None:
                self._stands = Stands(self.meaning)
        return following.Asked(
            ruleset=self.meaning,
            vocabulary=self._vocabulary,
            versions=self._versions(),
            stands=self._stands,
            settle=lambda day: self._settle(day, "compiled"),
            reading=lambda day: self._days.of(day).reading,
            witnessed=self._witness(witness),
            plan=lambda answer, agencies, previous: self.plan(answer, agencies=agencies, previous=previous),
            alerts=self._alerts(witness),
        )

    def _alerts(self, witness: Witness | None) -> Callable[[World, date, Settled], tuple[Alert, ...]]:
        asked_for = witness if witness is not None else self._asked_for[0]
        if asked_for is None:
            return self._watcher.told
        return partial(self._watcher.witnessed, home=self._home(asked_for))

    def watch(
        self,
        journal: Journal,
        *,
        as_of: date | None = None,
        kept: int = live.KEPT,
        on_alert: Callable[[Raised], object] | Sequence[Callable[[Raised], object]] = (),
        on_change: Callable[[Change], object] | None = None,
        on_failure: Callable[[Failure], object] | None = None,
        rules: Literal["same", "new"] = "same",
        older: Ruleset | None = None,
        witness: Witness | None = None,
    ) -> Watch:
        """Follow a whole site: what its journal holds is picked up, and what comes is kept there first.

        ``as_of`` is the day it begins, needed for a journal that holds no site yet; a later day than the
        site's has come for every case, which ``advance()`` then takes to each.  At most ``kept`` cases are in
        memory.  Whoever is named hears of alerts, of what days changed, and of what went wrong and stopped
        nothing else.  A journal of other rules is refused, unless ``rules`` are to be ``"new"``: then every
        case is worked out again, and where the ruleset before is given as ``older``, ``on_change`` hears of
        each case what the new rules change of it.  Raises ``JournalError``.
        """
        self._witness(witness)  # a word that is none is refused before a site is begun
        return Watch(
            self._live(witness),
            journal,
            as_of=None if as_of is None else a_day(as_of, "as_of"),
            kept=kept,
            on_alert=on_alert,
            on_change=on_change,
            on_failure=on_failure,
            rules=rules,
            older=None if older is None else older._live(None),
        )

    def _live(self, witness: Witness | None) -> live.Asked:
        return live.Asked(
            digest=self.digest,
            read_case=self.read_case,
            follow=lambda case, day, previous: self.follow(
                case, as_of=day, previous=previous, witness=witness
            ),
            brought_back=lambda text: self.follow(state=text, witness=witness),
        )

    def allocate(self, source: Mapping[str, Any] | str | Path, *, as_of: date) -> Allocation:
        """Propose a case manager for each case that waits: who takes whom, who waits on, and why.

        ``source`` is a caseload: a folder, a file or a mapping; ``drive_rules.allocation.reading`` says
        what it holds.  Raises ``CaseloadError`` with every problem of every case and case manager.
        """
        return allocation.allocate(self._allocating(as_of), source)

    def read_caseload(self, source: Mapping[str, Any] | str | Path, *, as_of: date) -> Caseload:
        """Read a caseload as ``allocate`` does, to hold cases against it; raises ``CaseloadError``."""
        return allocation.caseload_of(self._allocating(as_of), source)

    def within(self, case: Case, caseload: Caseload, *, as_of: date) -> Case:
        """A case with what its caseload says of it, as far as that is known.

        That is who holds it and how much they hold, whether they have another perpetrator of the same
        victim-survivor, and how many other open cases are about that victim-survivor.  ``case`` stands in
        place of the one of the same key.  Raises ``CaseloadError`` where both cannot be.
        """
        return allocation.within(self._allocating(as_of), case, caseload)

    def _allocating(self, as_of: date) -> allocation.Asked:
        return allocation.Asked(
            ruleset=self.meaning,
            vocabulary=self._vocabulary,
            terms=self._allocation_terms(),
            versions=self._versions(),
            as_of=as_of,
            read_case=lambda data: self.read_case(data, as_of=as_of),
            settle=self._settle(as_of, "compiled"),
        )

    def settings_of_allocation(self) -> tuple[str, ...]:
        """The settings that allocating reads besides what the rules read; none where nothing is allocated."""
        return self._allocation_terms().settings if self._package.allocation else ()

    def _allocation_terms(self) -> allocation.Terms:
        with self._lock:
            if self._terms is None:
                self._terms = allocation.read_terms(self.meaning, self._package.allocation)
            return self._terms

    def records(self, *, scenarios: Iterable[Scenario] | None = None, reports: Iterable[str] = ()) -> Records:
        """Draft a transparency record and an ALGO-CARE sheet, as Markdown and as a page.

        ``scenarios`` are those of the specs, ``reports`` the texts of mutation reports; what is not given
        is said to be not given.  Raises ``RulesetError`` where a report is none of this ruleset.
        """
        texts = tuple(reports)
        spoilt = figures.read_reports(texts, self.meaning) if texts else None
        counted = figures.figures_of(self.meaning, scenarios, spoilt)
        return drafts.records(self.meaning, self._versions(), counted)

    # -- whole caseloads -------------------------------------------------------------------------

    def assess_many(
        self,
        tables: Mapping[str, Any],
        *,
        as_of: date,
        strict: bool = False,
        size: int | None = None,
        workers: int | None = None,
    ) -> CaseloadAssessment:
        """Assess every case of some tables as of a day; ``drive_rules.caseload.tables`` says what they hold.

        Tables are polars, pandas or pyarrow, or anything with the Arrow stream protocol; answers come as
        the same; those of Spark are worked out on its cluster when they are asked for, and no row leaves it.
        ``size`` cases are settled at once, by ``workers`` threads: the answers hang on neither.
        What cannot be read is unknown and told, or, if ``strict``, a ``CaseloadError``.
        """
        with _columns_there():
            from drive_rules import caseload  # noqa: PLC0415

        return caseload.assess_many(self._asking(as_of), tables, strict=strict, size=size, workers=workers)

    def assess_files(
        self,
        source: str | Path,
        out: str | Path,
        *,
        as_of: date,
        strict: bool = False,
        form: Literal["parquet", "csv"] = "parquet",
        told: HeardOf | None = None,
    ) -> Summary:
        """Assess a folder of tables (parquet, CSV), larger than memory where need be, into another folder.

        ``out`` may not be there yet, or is empty; it is written whole or not at all.  ``told`` hears what
        is being done, how much more of it is done, and how much there is of it.
        """
        with _columns_there():
            from drive_rules.caseload import files  # noqa: PLC0415

        heard = told or (lambda *_: None)
        asking = self._asking(as_of)
        return files.assess_files(asking, Path(source), Path(out), strict=strict, form=form, told=heard)

    def fairness(self, source: Mapping[str, Any] | str | Path, monitoring: Any, *, as_of: date) -> Fairness:
        """Count what comes of a caseload by characteristics that no rule reads, small numbers withheld.

        ``source`` is a caseload, as tables or a folder of them; ``monitoring`` a table of its own (or a file)
        with a column ``case`` and one for each characteristic.  All is held in memory at once.  Raises
        ``CaseloadError``.
        """
        with _columns_there():
            from drive_rules.accountability import counting  # noqa: PLC0415

        return counting.fairness_of(self._asking(as_of), source, monitoring)

    def _asking(self, as_of: date) -> Asking:
        from drive_rules.caseload import Asking  # noqa: PLC0415

        return Asking(self.meaning, self._vocabulary, self._days.of(as_of).columnar, self._versions(), as_of)

    def agencies(self) -> Agencies:
        """The agencies of the site this ruleset was loaded for, or the core's; read once."""
        with self._lock:
            if self._agencies is None:
                package = self._package
                self._agencies = Agencies.from_texts(package.agencies, package.site_agencies)
            return self._agencies

    @property
    def _has_agencies(self) -> bool:
        return bool(self._package.agencies or self._package.site_agencies)

    def gaps(self, *, as_of: date, assessment: Assessment | None = None) -> SiteGaps:
        """What nobody at the site can be asked for, and what hangs on one way only; of one case if given."""
        return find_gaps(self.meaning, self.agencies(), as_of, assessment)

    # -- two versions ----------------------------------------------------------------------------

    def compare(
        self,
        older: Ruleset,
        *,
        as_of: date,
        tables: Mapping[str, Any] | None = None,
        by: Sequence[str] = (),
        show_keys: bool = False,
        cases: Sequence[Mapping[str, Any] | str | Path] = (),
        prove: float | None = None,
        called: tuple[str, str] = ("", ""),
        notes: Sequence[str] = (),
    ) -> Comparison:
        """What changes from an older ruleset to this one: what reads differently, what answers, whose.

        ``tables`` are a caseload that both assess, ``by`` facts of a case to tell its groups by, ``cases``
        case files that are tried as well.  Keys of cases that are not synthetic, and cases cut down from
        them, are told only with ``show_keys``.  ``prove`` has the solver (z3) asked of what neither
        structure nor a case decides, for so many seconds each.  ``called`` says what the two are to be called
        by; ``notes`` are printed at the head.  Raises ``CaseloadError`` where not both can read the tables.
        """
        from drive_rules import compare as comparing  # noqa: PLC0415

        if tables is not None:
            with _columns_there():
                from drive_rules.caseload.frames import taken  # noqa: PLC0415

                tables, _ = taken(tables)
        asked = comparing.Asked(
            tables=tables,
            by=by,
            show_keys=show_keys,
            cases=[(older._world_of(case), self._world_of(case)) for case in cases],
            prover=comparing.Solver(prove) if prove is not None else None,
            notes=[*notes, *self._besides(older)],
        )
        return comparing.compare(
            (older._version(called[0]), older.meaning),
            (self._version(called[1]), self.meaning),
            as_of=as_of,
            asked=asked,
        )

    def _world_of(self, data: Mapping[str, Any] | str | Path) -> World | None:
        """A case as this ruleset reads it; None where it cannot."""
        try:
            return self.read_case(data).world
        except CaseError:
            return None

    def _version(self, called: str) -> comparing.Version:
        from drive_rules.compare import Version  # noqa: PLC0415

        return Version(
            called or f"{self.name} {self.version}", self.name, self.version, self.digest, self.meaning.site
        )

    def _besides(self, older: Ruleset) -> list[str]:
        """What is not the same besides the rules, and is not compared."""
        mine, theirs = self._versions(), older._versions()
        agencies = mine.agencies_digest != theirs.agencies_digest
        allocation = self._package.allocation != older._package.allocation
        watched = self.meaning.watch != older.meaning.watch
        return [
            *(["The watch rules are not the same; they are not compared here."] if watched else []),
            *(["The agencies are not the same; they are not compared here."] if agencies else []),
            *(["How cases are allocated is not the same; it is not compared here."] if allocation else []),
        ]

    # -- things to look at -----------------------------------------------------------------------

    def agency_map(self, of: date | Plan) -> Picture:
        """Of a day: everybody whom the rules may call on at the site.  Of a plan: who has tasks in that case.

        A ``Picture`` has ``svg``, ``html`` and ``mermaid``, and is not for the perpetrator.
        """
        return pictures.agency_map(self.meaning, self.agencies(), of)

    def timeline(self, plan: Plan) -> Picture:
        """Who does what of a plan and when: lanes by who is asked, bands of time, every step once."""
        return pictures.timeline(plan)

    def manual(self, *, as_of: date, sites: Iterable[Ruleset] = ()) -> Manual:
        """The ruleset as the practice handbook that it encodes: ``html``, one page, or ``markdown``.

        ``sites`` are the same ruleset loaded for sites, whose settings and agencies are shown beside it;
        raises ``DriveRulesError`` where one is another ruleset, or is loaded for no site.
        """
        sites = list(sites)
        if any(each.name != self.name or not each.meaning.site for each in sites):
            raise DriveRulesError(f"beside {self.name} its manual shows {self.name} at sites only")
        beside = {each.meaning.site: each for each in sites}
        shown = [self, *(each for _, each in sorted(beside.items()))]
        made = manual.Made(
            library=__version__,
            digest=self.digest,
            agencies_digest=self._versions().agencies_digest,
            as_of=as_of,
        )
        return manual.manual(
            self.meaning,
            made,
            texts={**self._package.texts, **self._package.site_texts},
            maps=[of_site(each.meaning, each.agencies(), as_of) for each in shown if each._has_agencies],
            sites={site: each.meaning for site, each in beside.items()},
        )

    def report(self, assessment: Assessment, *, view: str = "case manager", plan: Plan | None = None) -> str:
        """A case as one HTML page to read and print, for one of the audiences of ``Assessment.view``.

        Without a ``plan`` it is planned for first.  Raises ``DriveRulesError`` for a view that there is not.
        """
        return report.report(self.meaning, assessment, plan or self.plan(assessment), view)

    # -- asking back -----------------------------------------------------------------------------

    def explain(self, case: Case, what: str, *, as_of: date, of: str | None = None) -> explaining.Explanation:
        """Why a decision, an action or a rule came out as it did for a thing, replayed through the reference.

        ``of`` is the thing's key, needed where there is more than one of its kind.
        """
        return explaining.explain(self.meaning, case, what, as_of=as_of, of=of)

    def changes(
        self, case: Case, what: str, *, as_of: date, of: str | None = None
    ) -> tuple[changing.Change, ...]:
        """The smallest sets of facts whose change would change the answer."""
        settle = self._settle(as_of, "compiled")
        return changing.changes(self.meaning, case, what, as_of=as_of, of=of, settle=settle)

    def questions(self, case: Case, *, as_of: date) -> explaining.Asking:
        """What to ask, of whom, the answers that would settle most first."""
        return explaining.questions(self.meaning, case, as_of=as_of, settle=self._settle(as_of, "compiled"))

    def case_schema(self) -> dict[str, Any]:
        """JSON Schema of the case data that ``read_case`` takes."""
        return form.case_schema(self.meaning)

    def new_case(self) -> str:
        """A commented case file to fill in."""
        return form.template(self.meaning)

    def check(self) -> tuple[Problem, ...]:
        """What is wrong beyond the files: examples, invariants, duties in a circle, agencies, allocation.

        The examples of watch rules are among them.  The core's examples are tried with its own settings, a
        site's with the site's.
        """
        meaning = self.meaning
        rules = meaning.site_rules if meaning.site else None
        watched = meaning.site_watch_rules if meaning.site else None
        examples = (
            *try_examples(meaning, rules),
            *try_invariants(meaning, rules),
            *try_watch_rules(meaning, watched),
        )
        agencies = self.agencies().check(meaning)
        return (*examples, *planning.order_problems(meaning), *agencies, *self._allocation_problems())

    def _allocation_problems(self) -> tuple[Problem, ...]:
        """What is wrong with how cases are allocated, where the ruleset says how."""
        if not self._package.allocation:
            return ()
        try:
            self._allocation_terms()
        except RulesetError as error:
            return error.problems
        return ()

    # -- engines ---------------------------------------------------------------------------------

    def _versions(self) -> Versions:
        of_site = {**self._package.site_texts, **packages.counted_text(self._package.site_tables)}
        return Versions(
            library=__version__,
            language=self.meaning.language,
            ruleset=self.name,
            ruleset_version=self.version,
            ruleset_digest=self.digest,
            site=self.meaning.site,
            site_digest=packages.digest_of(of_site),
            agencies=self.meaning.site or self.name,
            agencies_digest=packages.digest_of(self._package.agencies, self._package.site_agencies),
            site_rules=self.meaning.site_rules,
            switched_off=tuple(sorted(self.meaning.switched_off)),
        )

    def _settle(self, as_of: date, engine: Engine) -> Callable[[World], Settled]:
        if engine == "reference":
            return lambda world: reference.evaluate(self.meaning, world, as_of)
        return self._days.of(as_of).compiled.settle

    def try_witness(self, witness: Witness = "durable") -> None:
        """See that the witness is there and can judge every rule on any day; ``WitnessError`` if not."""
        home = self._home(witness)
        with home.case(home.sheets([()])):
            pass
        if problems := (*refusals.refusals(self.meaning), *self._watcher.unwitnessed):
            raise UnwitnessedError(problems)
        self._watcher.try_out(home)

    def _witness(self, witness: Witness | None) -> Callable[[World, date, Settled], str] | None:
        """What to ask before anything is issued: given a world, a day and what was settled of it.

        It says what the witness saw, and raises ``WitnessError`` where the witness disagrees, cannot judge
        or fails.  None where no witness was asked for, neither here nor when the ruleset was loaded.
        """
        asked_for = witness if witness is not None else self._asked_for[0]
        return None if asked_for is None else partial(self._witnessed, self._home(asked_for))

    def _home(self, witness: Witness) -> Home:
        homes: dict[str, Home] = {"durable": HERE, "durable, isolated": self._isolated}
        if witness not in homes:
            known = did_you_mean(str(witness), homes, "write 'durable' or 'durable, isolated'")
            raise DriveRulesError(f"there is no such witness: {known}")
        return homes[witness]

    def _witnessed(self, home: Home, world: World, as_of: date, ours: Settled) -> str:
        durable = self._days.of(as_of).durable(home)
        if durable.refused:
            raise UnwitnessedError(refusals.told(self.meaning, durable.refused))
        durable.agree(world, ours)
        clauses, gathers = durable.clauses, durable.gathers
        return (
            f"{durable.witnessed[0]} of {durable.witnessed[1]} formulas witnessed by durable_rules: "
            f"{clauses[0]} of {clauses[1]} of clauses, {gathers[0]} of {gathers[1]} of what is gathered"
        )
