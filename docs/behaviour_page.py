"""The page on how people and states behave in a simulation: its table is written from the file of assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

_TITLES: Final = {"people": "People and practice", "states": "States and solidarity", "costs": "Costs"}


def page() -> str:
    """The whole page as Markdown."""
    from fairshare.figures.simulate.behaviour import rows

    held = rows()
    assumed = [row["name"] for row in held if row["status"] == "assumed"]
    parts = [_INTRO.format(count=len(held), assumed=len(assumed))]
    for group, title in _TITLES.items():
        parts += [f"## {title}\n", _table(row for row in held if row["group"] == group)]
    parts.append("## What is only assumed\n\n" + ", ".join(f"`{name}`" for name in assumed) + ".\n\n" + _FITS)
    return "\n".join(parts)


def _table(rows: Iterable[Mapping[str, Any]]) -> str:
    lines = [
        "| parameter | best | range | shape | status | from where, and why |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        shape = f"beta, {row['a']:g} and {row['b']:g}" if row["shape"] == "beta" else row["shape"]
        spread = "" if row["shape"] == "fixed" else f"{row['low']:g} to {row['high']:g}"
        reason = f"{row['source'][0].upper()}{row['source'][1:]}. {row['why']}."
        cells = (
            f"`{row['name']}`: {row['says']} ({row['unit']})",
            f"{row['best']:g}",
            spread,
            shape,
            row["status"],
            reason,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


_INTRO: Final = """\
<!-- Written by docs/behaviour_page.py from figures/simulate/behaviour.yaml; change those, not this page. -->

# How people and states behave in a simulation

A simulation is as good as what it assumes. All of it stands here: {count} parameters, each with a value, a range,
where it is from and why it is needed. {assumed} of them are **assumed**: nobody measured them, so their ranges are
wide, and `fairshare simulate sensitivity` says which of them a result hangs on.

A draw takes one value of each within its range. *Triangular*: most likely at best. *Beta*: what was counted, with
the prior of Jeffreys. Every mechanism meets the same draws. *Inferred*: reckoned from figures as the last column says.
"""

_FITS: Final = """\
## How well it fits

`fairshare simulate validate --data FOLDER` compares with what happened, and says where it is wrong. What we found:

**Dublin transfers by pair of states.** Chances are fitted on the counts of 2008 to 2012; a pair with few cases leans on
its two states. From the requests of a year they give its transfers:

| judged | fitted on | predicted | observed | errors by observed | one rate for all | correlation | in 90 % interval |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 2009 | 2008 | 15,014 | 13,827 | 0.33 | 0.51 | 0.94 | 81 % |
| 2012 | 2008-2011 | 16,317 | 14,405 | 0.30 | 0.49 | 0.98 | 79 % |
| 2013 | 2008-2012 | 24,133 | 16,829 | 0.64 | 0.75 | 0.89 | 76 % |
| 2014 | 2008-2012 | 28,426 | 14,253 | 1.22 | 1.18 | 0.88 | 65 % |
| 2015 | 2008-2012 | 38,563 | 13,322 | 2.07 | 2.13 | 0.72 | 61 % |

A year ahead it was good until 2012. Then ever fewer transfers were carried out, and no figure of the years before told
of it: the totals of 2013 to 2015 are too high by factors of 1.4, 2.0 and 2.9. *Which* pairs transfer is still told
well in 2013 and 2014. The intervals are too narrow, since they know chance but not drift. So for later years
`transfer_scale` and `accept_scale` carry what happened since; validation leaves them at 1.

**Totals of 2023 and 2024.** From their requests, transfers would be 54,344 and 44,144 by the rate of 2008 to 2012, and
19,008 and 15,440 by that of 2015. There were 16,869 and 16,455. By state the rate of 2015 fails too: 3,291 for Germany
in 2024 where there were 5,827. For Cyprus in 2023, 177 by 2008 to 2012 where there were 1,539.

**Whole runs of Dublin as applied**, all families. Requests by observed ones: 1.00 over 2009 to 2012, to which
`request` was set; then 0.78, 0.74 and 0.80 (2013 to 2015) and 0.96 and 1.03 (2023 and 2024), which had no part in it.
By pair they are rough: correlations of 0.50 to 0.73, and errors by observed of 0.75 to 1.02, since first entries by
state are inferred. Transfers are 0.94, 1.28 and 1.86 of those of 2013 to 2015, and too high by factors of 2.7 and 2.4
in 2023 and 2024; at the central values, which know how they fell, they are 0.99 and 0.92 of what there was.

**No transfers to Greece.** From M.S.S. (ECtHR, 21 January 2011) and N.S. (CJEU, C-411/10) until 15 March 2017
(Recommendation (EU) 2016/2256) nobody asks Greece in a run, under any act. In fact requests to Greece fell from 7,938
in 2010 to 753 in 2011 and 360 in 2015 (218 of these Italy's). Without that fact the requests of 2011 would correlate by
pair with 0.30 and not 0.51, those of 2015 with 0.46 and not 0.68. Since it holds back requests, `request` was set again
on 2009 to 2012, from 0.5 to 0.58; over 2013 to 2015 as a whole requests now are too few (0.78). After March 2017 a run
asks and transfers as before 2011; the Recommendation speaks only of those who enter Greece from then on, which a run
does not know.

**Relocations of 2015 to 2017.** The pace of each state from 7 February to 22 March 2017, prolonged, gives 18,072 by
12 May (18,418; errors 11 %), 25,346 by September (27,645) and 35,544 by 5 February 2018 (33,582). It cannot know that
the scheme was over: 51,003 by October 2018 (34,705).

In a run of the scheme, which carries what each state delivered in each year (in sample), 15,593 are relocated by
12 May 2017 (18,418), 19,827 by September (27,645) and 32,581 by October 2018 (34,705): it comes late. By state of
arrival in May 2017 the correlation is 0.91, the errors are 0.35 of all.

**Voluntary Declaration.** The pace of its first fourteen months gives 4,312 by 12 June 2024; there were 5,000 of 8,289.
A run (in sample) gives 2,491 by August 2023 (2,548), 3,469 by February 2024 (4,000) and 4,291 by June (5,000).

**Inequality of applications, 2014 to 2016.** Hoover from our counts is 0.340, 0.467 and 0.469; from Eurostat's of the
time 0.341, 0.471 and 0.469. In 2017 it is 0.303 against 0.314: the older series lacks a fifth of the applications.

**Where people apply.** The logit fitted on 2014 to 2019 puts the applications of 2022 to 2024 in the right state better
than the same number everywhere would (sum of errors 1.16 to 1.20 against 1.42 to 1.50), but not well: routes and
rules decide more than networks and wages.
"""
