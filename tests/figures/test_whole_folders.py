"""Folders that are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairshare.faults import BadInputError
from fairshare.figures.whole_folders import check_folder, whole_folder

OWN = ("a.txt", "b.txt")


def fill(target: Path, text: str = "new", name: str = "a.txt") -> None:
    with whole_folder(target, "--out", OWN) as part:
        (part / name).write_text(text, encoding="utf-8")


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_folder_takes_its_name_when_all_has_gone_well(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out", "--out", OWN) as part:
        (part / "a.txt").write_text("new", encoding="utf-8")
        assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert content(tmp_path / "out") == {"a.txt": "new"}
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755


def test_folders_above_it_are_made(tmp_path: Path) -> None:
    fill(tmp_path / "one" / "two" / "out")
    assert content(tmp_path / "one" / "two" / "out") == {"a.txt": "new"}


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path: Path) -> None:
    fill(tmp_path / "out", "old", "b.txt")
    fill(tmp_path / "out")
    assert content(tmp_path / "out") == {"a.txt": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fill(tmp_path / "out")
    assert content(tmp_path / "out") == {"a.txt": "new"}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    fill(tmp_path / "out")
    assert (tmp_path / "out").is_symlink() and content(tmp_path / "real") == {"a.txt": "new"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_of_what_failed_and_the_earlier_run_stays(tmp_path: Path, error: type[BaseException]) -> None:
    fill(tmp_path / "out", "old")
    with pytest.raises(error), whole_folder(tmp_path / "out", "--out", OWN) as part:
        (part / "a.txt").write_text("half", encoding="utf-8")
        raise error
    with pytest.raises(error), whole_folder(tmp_path / "one" / "two", "--out", OWN):
        raise error
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert content(tmp_path / "out") == {"a.txt": "old"}


def test_the_earlier_run_comes_back_if_the_new_one_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "out", "old")
    replace = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if path.name.endswith(".part"):
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert content(tmp_path / "out") == {"a.txt": "old"}


def test_other_files_are_never_lost(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(
        BadInputError, match=r"--out: .* holds other files \(notes\.txt\); expected a folder that is new"
    ):
        fill(tmp_path)
    assert content(tmp_path) == {"notes.txt": "mine"}
    with pytest.raises(BadInputError, match="holds other files"), whole_folder(tmp_path / "out", "--out", OWN):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "late.txt").write_text("mine", encoding="utf-8")
    assert content(tmp_path / "out") == {"late.txt": "mine"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "is no name of a folder"),
        ("a\0b", "is no name of a folder"),
        ("file", "file is a file"),
        ("file/below", "cannot be written|is below a file"),
    ],
)
def test_what_can_be_no_folder_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(BadInputError, match=told):
        check_folder(path, "--out", OWN)
    check_folder("new/and/deep", "--out", OWN)
    assert not Path("new").exists()


def test_a_disk_that_is_full_is_a_fault_of_the_option(tmp_path: Path) -> None:
    told = r"--out: .*out cannot be written \(No space left on device\)"
    with pytest.raises(BadInputError, match=told), whole_folder(tmp_path / "out", "--out", OWN):
        raise OSError(28, "No space left on device")
    assert not list(tmp_path.iterdir())
