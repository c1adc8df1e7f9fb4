"""Files that are there whole or not at all."""

from pathlib import Path

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.whole_files import check_target, whole_file


def test_a_file_takes_its_name_when_all_has_gone_well(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before", encoding="utf-8")
    with whole_file(target, "--out") as part:
        part.write_text("after", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_text(encoding="utf-8") == "after" and target.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_of_what_failed(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), whole_file(tmp_path / "a.txt", "--out") as part:
        part.write_text("half", encoding="utf-8")
        raise error
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_is_a_fault_of_the_option(tmp_path: Path) -> None:
    told = r"--out: .*a\.txt cannot be written \(No space left"
    with pytest.raises(BadInputError, match=told), whole_file(tmp_path / "a.txt", "--out"):
        raise OSError(28, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_a_fault_of_the_option(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"--out: .* cannot be written"), whole_file(tmp_path / "no" / "a", "--out"):
        pass


@pytest.mark.parametrize("path", ["a.txt", "no/a.parquet", "folder.parquet", "a\0.parquet", ""])
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.parquet").mkdir()
    with pytest.raises(BadInputError, match=r"--out: .* is no file that can be written"):
        check_target(path, "--out", ".parquet")
    check_target("a.parquet", "--out", ".parquet", "b.parquet")


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    target.write_text("cases", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"is the file of the cases"):
        check_target(str(target), "--out", ".parquet", str(tmp_path / "." / "a.parquet"))
