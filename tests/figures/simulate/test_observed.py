"""What happened: typed figures that add up to the published totals, and Dublin counts by pair."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.simulate.observed import PAIRS, dublin_pairs, observed

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

FEW = """\
geo,partner,year,measure,decision,value
DE,IT,2014,out_requests,NAP,100
DE,IT,2014,out_decisions,ACC,60
DE,IT,2014,out_decisions,REF,40
DE,IT,2014,out_decisions,TOTAL,100
DE,IT,2014,out_transfers,NAP,9
DE,IT,2014,in_requests,NAP,7
DE,TOTAL,2014,out_requests,NAP,100
EU28,IT,2014,out_requests,NAP,100
DE,DE,2014,out_requests,NAP,5
DE,PL,2014,out_requests,NAP,30
DE,PL,2014,out_transfers,NAP,3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few rows of Dublin counts."""
    path = tmp_path / PAIRS
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(FEW.encode(), mtime=0))
    return tmp_path


def test_relocations_add_up_to_the_published_totals() -> None:
    """State of play of 16 May 2017: 5,711 from Italy and 12,707 from Greece, 18,418 in all."""
    at = next(one for one in observed().pace if str(one.on) == "2017-05-12")
    by_source = {source: sum(n for (of, _), n in at.persons.items() if of == source) for source in ("IT", "EL")}
    assert (by_source, at.total) == ({"IT": 5711, "EL": 12707}, 18418)
    assert at.to("NO") == 1147  # Norway, which a careless reader of YAML takes for "no"
    assert at.to("HU") == at.to("PL") == 0


def test_the_end_of_the_scheme() -> None:
    assert [(str(one.on), one.total) for one in observed().totals] == [
        ("2017-09-01", 27645),
        ("2018-02-05", 33582),
        ("2018-10-01", 34705),
    ]


def test_dublin_totals_give_the_published_rates() -> None:
    """9.03 % of requests in 2023 led to a transfer, 10.84 % in 2024; Cyprus 74.5 % in 2023 (Eurostat)."""
    rates = {(one.year, one.state): 100 * one.transferred / one.requested for one in observed().dublin}
    assert rates[2023, ""] == pytest.approx(9.03, abs=0.005)
    assert rates[2024, ""] == pytest.approx(10.84, abs=0.005)
    assert rates[2023, "CY"] == pytest.approx(74.5, abs=0.05)


def test_counts_by_pair_leave_out_aggregates_and_what_lacks_a_count(folder: Path) -> None:
    assert dublin_pairs(folder).rows() == [(2014, "DE", "IT", 100, 60, 9)]


def test_a_folder_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is not there"):
        dublin_pairs(tmp_path)


@pytest.mark.skipif(not DATA.is_dir(), reason="needs the collected files")
def test_the_collected_file_holds_the_requests_of_germany_in_2015() -> None:
    """44,288 requests out of Germany in 2015, as published."""
    rows = dublin_pairs(DATA)
    assert rows["year"].unique().sort().to_list() == list(range(2008, 2016))
    requested = sum(n for year, state, _, n, *_ in rows.iter_rows() if (year, state) == (2015, "DE"))
    assert requested == pytest.approx(44_288, rel=0.001)
