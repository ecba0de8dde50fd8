"""What to do now about a minor who has not come back: the steps in order, what was done of each, and noting it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, moment
from shelter_app.services.beds.absence_steps import StepTaken, TakeStep, UndoStep
from shelter_app.services.beds.away import AwayRow
from shelter_app.ui.features.beds.missing import minor_not_back
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.page import Page
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text, without_mnemonic

LEAST = 96  # pixels: a step and a part of the next are always in sight
SIGN = 20


class MissingSteps(QWidget):
    """The steps of the house for the person one stands on; hidden for who is of age or expected."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName("missing_steps")
        self._page = page
        self._row: AwayRow | None = None
        self._steps: tuple[str, ...] = ()
        self._title = make_label("heading", "missing_steps_title")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumHeight(look.px(LEAST))
        policy = QSizePolicy.Policy
        self._scroll.setSizePolicy(
            policy.Expanding, policy.Ignored
        )  # it takes the room there is, and asks for none
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)

    def know(self, steps: Sequence[str]) -> None:
        """Take the steps that hold today."""
        self._steps = tuple(steps)
        self.show_row(self._row)

    def show_row(self, row: AwayRow | None) -> None:
        """Show the steps about this person, each with what was done."""
        self._row = row if row is not None and minor_not_back(row) else None
        self.setVisible(self._row is not None and bool(self._steps))
        if self._row is None:
            return
        set_text(self._title, _("{code}, a minor: what to do now").format(code=self._row.code))
        inner = QWidget()
        inner.setProperty("part", "bare")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        taken = self._row.taken
        own = {one.step for one in taken if one.step not in self._steps}
        for at, step in enumerate((*self._steps, *sorted(own)), 1):
            column.addWidget(self._made(at, step, [one for one in taken if one.step == step]))
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def texts(self) -> list[str]:
        """Return what stands in each line, as it is read aloud."""
        return [one.accessibleName() for one in self._scroll.findChildren(QLabel, "missing_step")]

    def form(self, step: str) -> FormSpec | None:
        """Return the form that notes a step: whom was told, when, and what came of it."""
        row = self._row
        if row is None or not self._page.access.may(TakeStep.NAME):
            return None
        return FormSpec(
            TakeStep,
            step,
            _("Recorded for {code}: {step}").format(code=row.code, step=step),
            (
                FieldSpec("whom", _("Who was told")),
                FieldSpec("taken_at", _("When"), start=self._page.actor.clock()),
                FieldSpec("outcome", _("Outcome"), long=True),
            ),
            known={"absence": row.absence_id, "step": step},
            note=row.code,
            undo=lambda _act, made: UndoStep(step=made),
            subject=row.code,
        )

    def _made(self, at: int, step: str, taken: Sequence[StepTaken]) -> QWidget:
        line = QFrame()
        line.setProperty("part", "row")
        sign = QLabel()
        sign.setFixedWidth(look.px(SIGN))
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        if taken:
            dress(sign, "check", "free")
        else:
            sign.setText(str(at))
        words = make_label("body", "missing_step", wrap=True)
        done = [_told(one) for one in taken]
        state = " ".join(done) if done else _("not done yet")
        set_text(words, step, _("Step {n}: {step} {state}").format(n=at, step=step, state=state))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(words)
        for one in done:
            note = make_label("note", "missing_step_done", wrap=True)
            set_text(note, one)
            texts.addWidget(note)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        if self.form(step) is not None:
            note_it = make_button("lined", f"missing_step_{at}")
            without_mnemonic(note_it)
            set_text(
                note_it,
                _("Again…") if done else _("Record…"),
                _("Record that it was done: {step}").format(step=step),
            )
            note_it.clicked.connect(lambda _on=False, step=step: self._begin(step))
            row.addWidget(note_it, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _begin(self, step: str) -> None:
        form = self.form(step)
        if form is not None:
            self._page.open_form(form)


def _told(one: StepTaken) -> str:
    when = moment(one.taken_at.astimezone(LOCAL), "medium")
    if one.outcome is None:
        return _("{when}, {whom}").format(when=when, whom=one.whom)
    return _("{when}, {whom}: {outcome}").format(when=when, whom=one.whom, outcome=one.outcome)
