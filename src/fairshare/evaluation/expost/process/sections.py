"""The sections of a report that tell the process: findings, follow-up, roadmap, scoreboard, plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import (
    Block,
    Cite,
    Fig,
    Grid,
    Name,
    Paragraph,
    Section,
    Sentence,
    Shown,
    State,
    say,
)
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.process.plans import PlanRow, blocks, last_days, plans
from fairshare.evaluation.expost.process.roadmap import RoadmapRow, roadmap
from fairshare.evaluation.expost.process.scoreboard import OWED, Board, Score, scoreboard
from fairshare.evaluation.expost.process.words import (
    BLOCKS,
    CRITERIA,
    GRADES,
    PLANS,
    PROGRESS,
    ROADMAP,
    STANDINGS,
    WHO,
)
from fairshare.law.evaluation.deadlines import due
from fairshare.ledger import Book
from fairshare.ledger.evaluation import FindingRecorded
from fairshare.ledger.evaluation_record import EvaluationRecord

MODELS = {
    "peer_review": say(
        "The steps follow the Schengen evaluation of Regulation {act} ({short}) as a model, which binds nobody here.",
        act=Name("(EU) 2022/922"),
        short=Cite("SEMM"),
    ),
    "open_coordination": say(
        "The steps follow the coordination of employment policies ({act}) as a model, which binds nobody here.",
        act=Cite("TFEU 148"),
    ),
}
ASKED = say("{law} ask for information and reports only.", law=Cite("AMMR 15(4), 60(6), 64, 79"))
GRADES_UNVERIFIED = say("The grades are told from memory of the model and were not verified in its text.")


def process_sections(book: Book, figures: Figures, on: date | None = None) -> tuple[Section, ...]:
    """The sections on a day (that of the last event if left out). ``figures`` hold those of
    :func:`~fairshare.evaluation.expost.process.figures.process_figures`; a board is told where its median is there."""
    day = on or (book.events[-1].date if book.events else date(book.year, 1, 1))
    boards = tuple(board for board in scoreboard(figures) if board.median.key in figures)
    return (
        Section("findings", say("Findings"), tuple(_findings(book, figures)), "effectiveness"),
        Section("follow-up", say("Recommendations and what became of them"), tuple(_follow_up(book)), "effectiveness"),
        Section("roadmap", say("Roadmap"), _roadmap(book, day)),
        Section("scoreboard", say("Scoreboard of states"), tuple(_boards(boards))),
        Section("plans", say("Plans of the states"), tuple(_plans(book, figures, day)), "coherence"),
    )


# --- findings and follow-up ------------------------------------------------------------------------------------------


def _findings(book: Book, figures: Figures) -> Iterator[Block]:
    if not book.evaluations:
        yield Paragraph((say("No evaluation is in the programme of this record."), *_models(book)))
        return
    yield Paragraph(
        (
            say(
                "Evaluations on record: {evaluations}. Their findings: {findings}, serious deficiencies: {serious}.",
                evaluations=Fig("evaluations"),
                findings=Fig("findings"),
                serious=Fig("findings_serious"),
            ),
            *_models(book),
            GRADES_UNVERIFIED,
        )
    )
    for number, record in enumerate(book.evaluations.values(), start=1):
        if record.findings:
            yield _findings_of(record, f"findings-{number}", figures)


def _models(book: Book) -> Iterator[Sentence]:
    """What the steps of the evaluations on record follow, and that it is not law here; of none, what they would."""
    used = {one.programmed.template for one in book.evaluations.values()} or {"peer_review"}
    yield from (MODELS[template] for template in sorted(used))
    yield ASKED


def _title(record: EvaluationRecord) -> Sentence:
    programmed = record.programmed
    if programmed.state:
        return say("{title} ({state})", title=Name(programmed.title), state=State(programmed.state))
    return say("{title} (the mechanism as a whole)", title=Name(programmed.title))


def _findings_of(record: EvaluationRecord, name: str, figures: Figures) -> Grid:
    columns = (say("Finding"), say("What was found"), say("Grade"), say("Criterion"), say("Rests on"))
    rows = tuple(
        (
            Name(event.finding),
            Name(event.text),
            say("{grade}, serious deficiency", grade=GRADES[event.grade]) if event.serious else GRADES[event.grade],
            CRITERIA[event.criterion],
            _rests_on(event, figures),
        )
        for event in record.findings.values()
    )
    return Grid(name, _title(record), columns, rows)


def _rests_on(event: FindingRecorded, figures: Figures) -> Shown:
    """What bears a finding out: figures with their titles, then names of evidence and of entries of the record."""
    parts: list[Shown] = [_figure(key, figures) for key in event.figures]
    parts += map(Name, (*event.evidence, *event.entries))
    return reduce(lambda before, part: say("{before}, {part}", before=before, part=part), parts)


def _figure(key: str, figures: Figures) -> Shown:
    if key not in figures:
        return say("{key} (no figure of this report)", key=Name(key))
    return say("{indicator}: {figure}", indicator=Sentence(DEFINITIONS[figures[key].definition].title), figure=Fig(key))


def _follow_up(book: Book) -> Iterator[Block]:
    if not any(record.recommendations for record in book.evaluations.values()):
        yield Paragraph((say("No recommendation is on record."),))
        return
    yield Paragraph(
        (
            say(
                "Of {all} recommendations, {carried} are carried out, {overtaken} closed otherwise and {open} open.",
                all=Fig("recommendations"),
                carried=Fig("recommendations_carried_out"),
                overtaken=Fig("recommendations_overtaken"),
                open=Fig("recommendations_open"),
            ),
            say("Action plans answer {planned} of them.", planned=Fig("recommendations_planned")),
        )
    )
    for number, record in enumerate(book.evaluations.values(), start=1):
        if record.recommendations:
            yield _recommendations_of(record, f"recommendations-{number}")


def _recommendations_of(record: EvaluationRecord, name: str) -> Grid:
    columns = (
        *(say("Recommendation"), say("What should change"), say("Addressed to")),
        *(say("Rests on"), say("Planned until"), say("Progress")),
    )
    rows = tuple(
        (
            Name(key),
            Name(event.text),
            State(event.state) if event.state else say("a body of the Union"),
            Name(", ".join(event.findings)),
            record.plans[event.state].until.get(key) if event.state in record.plans else None,
            _progress(record, key),
        )
        for key, event in record.recommendations.items()
    )
    return Grid(name, _title(record), columns, rows)


def _progress(record: EvaluationRecord, key: str) -> Shown:
    closed, told = record.closed.get(key), record.progress.get(key)
    if closed and closed.carried_out:
        return say("closed on {day}, carried out", day=closed.date)
    if closed:
        return say("closed on {day}, not carried out", day=closed.date)
    return PROGRESS[told.progress] if told else say("nothing reported")


# --- roadmap ---------------------------------------------------------------------------------------------------------


def _roadmap(book: Book, day: date) -> tuple[Block, ...]:
    columns = (say("What"), say("By whom"), say("Where it stands"), say("Last day"), say("Done on"), say("Status"))
    rows = roadmap(book, day)
    notes = [say("As of {day}. Late means that the record holds nothing by the last day.", day=day)]
    if any(row.known == "unverified" for row in rows):
        notes.append(say("Days marked as not verified rest on periods told from memory; they bind nobody."))
    if book.evaluations:
        notes += _models(book)
    if any(one.programmed.template == "peer_review" for one in book.evaluations.values()):
        years = due("programme", day).limit.count
        notes.append(
            say("In the model each state is evaluated once in a programme of {years} years.", years=Name(str(years)))
        )
    grid = Grid("roadmap", say("What is asked, of whom and until when"), columns, tuple(map(_row, rows)), tuple(notes))
    return (grid,)


def _row(row: RoadmapRow) -> tuple[Shown | None, ...]:
    what = say("{what}: {about}", what=row.what, about=Name(row.about)) if row.about else row.what
    last: Shown | None = row.due
    if row.due and row.known == "unverified":
        last = say("{day} (not verified)", day=row.due)
    who: Shown = State(row.state) if row.state else WHO[row.who]
    return (what, who, Cite(row.cite), last, row.done, ROADMAP[row.standing])


# --- scoreboard ------------------------------------------------------------------------------------------------------


def _boards(boards: tuple[Board, ...]) -> Iterator[Block]:
    if not boards:
        yield Paragraph((say("Too few states are known on any indicator for a scoreboard."),))
        return
    yield Paragraph(
        (
            say("States stand in the order of their codes; there is no rank and no sum over indicators."),
            say(
                "Around the median are the states nearest to it, half of those known at least, and those that one unit "
                "or less parts from it."
            ),
        )
    )
    for board in boards:
        yield _board(board)


def _board(board: Board) -> Grid:
    caption = say("{indicator} by state", indicator=Sentence(DEFINITIONS[board.name].title))
    columns = (say("State"), say("Level"), say("Change"), say("Compared with the states known"))
    note = say(
        "Median: {median}. Half of the states known lie within {spread} of it.",
        median=Fig(board.median.key),
        spread=Fig(board.spread.key),
    )
    left_out = (say("States that owe nothing of it are left out."),) if board.name in OWED else ()
    return Grid(f"scoreboard-{board.name}", caption, columns, tuple(map(_score, board.scores)), (note, *left_out))


def _score(score: Score) -> tuple[Shown | None, ...]:
    unknown = STANDINGS["unknown"]
    level: Shown = Fig(score.level) if score.level else unknown
    change: Shown = Fig(score.change) if score.change else unknown
    return (State(score.state), level, change, STANDINGS[score.standing])


# --- plans -----------------------------------------------------------------------------------------------------------


def _plans(book: Book, figures: Figures, day: date) -> Iterator[Block]:
    by_state: dict[str, list[PlanRow]] = {}
    for row in plans(book, day):
        by_state.setdefault(row.state, []).append(row)
    asked = tuple(say("{plan}: due on {day}.", plan=PLANS[plan], day=last) for plan, last in last_days(day).items())
    notes = (*asked, say("What is not on record may have been sent all the same."))
    if book.plans:
        columns = (say("State"), *PLANS.values())
        rows = tuple((State(state), *map(_plan, of)) for state, of in by_state.items())
        yield Grid("plans", say("Plans on record, by state"), columns, rows, notes)
    else:
        yield Paragraph((say("No plan of a state is on record."), *notes))
    if book.blocks:
        yield _progress_of_blocks(book, figures)


def _plan(row: PlanRow) -> Shown:
    if row.delivered is None:
        return say("not on record")
    return say("{day}, late", day=row.delivered.date) if row.standing == "delivered_late" else row.delivered.date


def _progress_of_blocks(book: Book, figures: Figures) -> Grid:
    rows = tuple(
        (BLOCKS[block], *(_block(f"blocks_progress.{block}.{progress}", figures) for progress in PROGRESS))
        for block in blocks(book)
    )
    caption = say("States assessed, by building block of {act} and progress", act=Name("COM(2024) 251"))
    return Grid("building-blocks", caption, (say("Building block"), *PROGRESS.values()), rows)


def _block(key: str, figures: Figures) -> Shown | None:
    return Fig(key) if key in figures else None
