"""What was not saved comes back from the journal, wherever it was cut."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.builtin import BuiltinData
from layers.builtin_map import builtin_map
from layers.commands import Command, SetOpacity, SetTitle, run
from layers.document import MapDocument, MapState
from layers.journal import Journal
from layers.project import write_project
from layers.recovery import find_journals, recover
from layers.table_commands import AddLayer, RemoveLayer
from tests.layers.document_strategies import OWN, commands_for, own_layer, own_table, plain

START = builtin_map(BuiltinData())


class Editor:
    """Runs, undoes and redoes commands as the program does, and keeps the journal."""

    def __init__(self, journal: Journal, state: MapState = START) -> None:
        self.document = MapDocument(state)
        self.journal = journal
        self.done: list[tuple[Command, Command]] = []
        self.undone: list[Command] = []

    def do(self, command: Command) -> None:
        self.done.append((command, run(self.document, command)))
        self.undone.clear()
        self.journal.done(command)

    def undo(self) -> None:
        if self.done:
            command, inverse = self.done.pop()
            run(self.document, inverse)
            self.undone.append(command)
            self.journal.undone(inverse)

    def redo(self) -> None:
        if self.undone:
            command = self.undone.pop()
            self.done.append((command, run(self.document, command)))
            self.journal.redone(command)


def never(_process: int, _started: float) -> bool:
    return False


def recovered(parent: Path) -> MapState:
    (info,) = find_journals(parent, never)
    opened = recover(info, START)
    assert opened.problems == ()
    return opened.state


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_work_comes_back(tmp_path: Path, data: st.DataObject) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    editor.do(SetTitle("Trabajo"))
    for _ in range(data.draw(st.integers(1, 10))):
        action = data.draw(st.sampled_from(["do", "do", "undo", "redo"]))
        if action == "do":
            editor.do(data.draw(commands_for(editor.document.state)))
        else:
            getattr(editor, action)()
    journal.close()
    found, expected = plain(recovered(tmp_path)), plain(editor.document.state)
    for part in ("layers", "title", "placements"):
        assert found[part] == expected[part]
    for layer_id, table in expected["tables"].items():
        assert found["tables"][layer_id]["ids"] == table["ids"]
        assert found["tables"][layer_id]["shapes"] == table["shapes"]


def test_every_cut_of_a_journal_gives_a_state_that_was(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    states = [plain(editor.document.state)]
    for number in range(6):
        editor.do(SetTitle(f"título {number}"))
        states.append(plain(editor.document.state))
    editor.do(AddLayer(own_layer(), own_table()))
    states.append(plain(editor.document.state))
    journal.close()
    path = tmp_path / "run" / "journal.jsonl"
    whole = path.read_bytes()
    for size in range(len(whole), 0, -37):
        path.write_bytes(whole[:size])
        found = find_journals(tmp_path, never)
        if not found:
            break
        assert plain(recover(found[0], START).state) in states
    assert size < len(whole) / 2


def test_undo_behind_a_save_comes_back_too(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    editor.do(SetTitle("uno"))
    editor.do(AddLayer(own_layer(), own_table()))
    editor.do(RemoveLayer(OWN))
    path = tmp_path / "plan.atlas"
    with path.open("wb") as file:
        write_project(file, path, editor.document.state, {})
    journal.restart(path)
    editor.undo()
    editor.undo()
    editor.redo()
    editor.do(SetTitle("dos"))
    journal.close()
    assert plain(recovered(tmp_path)) == plain(editor.document.state)


def test_the_steps_of_a_gesture_are_undone_together(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    editor.do(SetTitle("uno"))
    editor.do(SetOpacity("lakes", 0.9))
    run(editor.document, SetOpacity("lakes", 0.4))
    journal.amended(SetOpacity("lakes", 0.4))
    assert plain(recovered(tmp_path)) == plain(editor.document.state)
    editor.undo()
    assert plain(recovered(tmp_path))["layers"] == START.layers
    journal.close()


def test_a_journal_without_changes_or_of_a_running_program_is_not_offered(tmp_path: Path) -> None:
    Journal(tmp_path / "empty").close()
    running = Journal(tmp_path / "running")
    running.done(SetTitle("x"))
    running.close()
    assert find_journals(tmp_path, lambda process, started: True) == []
    assert [info.folder.name for info in find_journals(tmp_path, never)] == ["running"]
    assert not (tmp_path / "empty").exists()


def test_a_damaged_entry_is_told_and_what_came_before_comes_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    editor.do(SetTitle("uno"))
    before = plain(editor.document.state)
    editor.do(SetOpacity("lakes", 0.5))
    editor.do(SetTitle("dos"))
    journal.close()
    path = tmp_path / "run" / "journal.jsonl"
    path.write_text(path.read_text("utf-8").replace("SetOpacity", "Unknown"), "utf-8")
    (info,) = find_journals(tmp_path, never)
    opened = recover(info, START)
    assert plain(opened.state) == before
    assert len(opened.problems) == 1


def test_halves_of_letters_come_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    editor.do(SetTitle("Pe\udcf1a"))
    journal.close()
    assert recovered(tmp_path).title == "Pe\udcf1a"


def test_removing_a_journal_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    journal.done(AddLayer(own_layer(), own_table()))
    journal.sync()
    journal.remove()
    assert list(tmp_path.iterdir()) == []


def save(path: Path, editor: Editor, revision: str) -> None:
    with path.open("wb") as file:
        write_project(file, path, editor.document.state, {}, revision=revision)


def test_a_crash_between_save_and_restart_runs_no_change_twice(tmp_path: Path) -> None:
    path = tmp_path / "plan.atlas"
    journal = Journal(tmp_path / "run")
    editor = Editor(journal)
    save(path, editor, "a")
    journal.restart(path, "a")
    editor.do(AddLayer(own_layer(), own_table()))
    editor.do(SetTitle("uno"))
    journal.saving("b")
    before_save = plain(recovered(tmp_path))
    save(path, editor, "b")
    assert plain(recovered(tmp_path)) == before_save == plain(editor.document.state)
    editor.undo()
    editor.do(SetTitle("dos"))
    journal.close()
    assert plain(recovered(tmp_path)) == plain(editor.document.state)


def test_work_brought_back_once_can_be_brought_back_again(tmp_path: Path) -> None:
    path = tmp_path / "plan.atlas"
    editor = Editor(Journal(tmp_path / "run"))
    save(path, editor, "a")
    editor.do(AddLayer(own_layer(), own_table()))
    base = tmp_path / "unsaved.atlas"
    save(base, editor, "")
    editor.journal.restart(path, "a", unsaved=base.read_bytes())
    assert plain(recovered(tmp_path)) == plain(editor.document.state)
    editor.do(SetTitle("más"))
    editor.journal.close()
    assert plain(recovered(tmp_path)) == plain(editor.document.state)
    (info,) = find_journals(tmp_path, never)
    assert info.project == path


def test_syncing_catches_up_with_what_was_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "run")
    synced = [journal.is_synced]
    journal.sync()
    synced.append(journal.is_synced)
    journal.done(SetTitle("x"))
    synced.append(journal.is_synced)
    journal.close()
    assert synced == [False, True, False]
