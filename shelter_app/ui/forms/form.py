"""A form built from an act's dataclass: what is asked follows from its fields, what is refused is said beside them."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain import codes, missing_values
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _, moment
from shelter_app.services.acting import Act, Actor, build
from shelter_app.ui.forms import choosing, fields
from shelter_app.ui.forms.fields import ASIDE, Field, ProofField
from shelter_app.ui.forms.spec import AskedChoices, Choices, FieldSpec, FormSpec
from shelter_app.ui.widgets.parts import Message, make_label, set_text, without_mnemonic
from shelter_app.ui.widgets.spoken import announce


class Form(QScrollArea):
    """The fields of a form, one under the other; Enter goes on to the next."""

    edited = Signal()

    def __init__(self, actor: Actor, spec: FormSpec) -> None:
        super().__init__()
        self.spec = spec
        self.touched = False
        self.setObjectName("form")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("part", "bare")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.error = Message("error", "form_error")
        for name, words in (("form_note", spec.note), ("form_changed", _changed(spec))):
            if words:
                note = make_label("muted" if name == "form_note" else "note", name, wrap=True)
                set_text(note, words)
                column.addWidget(note)
        column.addWidget(self.error)
        self.fields: dict[str, Field] = {}
        self._actor = actor
        self._lists = codes.edition()
        for ask in spec.asks:
            made = _field(actor, spec.kind, ask)
            if ask.start is not None:
                made.begin(ask.start)
            if ask.unknown:
                made.offer_answers()
                if ask.answered:
                    made.begin_with(ask.answered)
            if not ask.letter:
                without_mnemonic(made.title)
            if ask.law:
                made.explain(ask.law)
            made.setVisible(not ask.hidden)
            made.edited.connect(self._touch)
            self.fields[ask.name] = made
            column.addWidget(made)
            if ask.along:
                self._lead(self.fields[ask.along], made)
        self.proof: ProofField | None = None
        if spec.proof:
            self.proof = self.fields["passphrase"] = ProofField()
            column.addWidget(self.proof)
        column.addStretch(1)
        self.setWidget(inner)
        for line in inner.findChildren(QLineEdit):
            line.installEventFilter(self)

    def act(self) -> Act[Any]:
        """Return the act that is typed; raises Refused naming the fields that do not fit, each marked."""
        self.clear()
        typed: dict[str, Any] = {}
        wrong: list[Refused] = []
        answered: dict[str, str] = {}
        for name, made in self.fields.items():
            if made.isHidden():
                continue
            if made.answer():
                answered[name] = made.answer()
                continue
            try:
                value = made.value()
            except Refused as refused:
                wrong.append(refused)
                made.complain(refused.message)
            else:
                if value is not None and made is not self.proof:
                    typed[name] = value
        if wrong:
            raise Refused(wrong[0].code, wrong[0].message, tuple(r.fields[0] for r in wrong))
        if answered:
            typed["unanswered"] = answered
        known = self.spec.known
        return build(self.spec.kind, **{**known, **self.spec.compose({**known, **typed})})

    def offer(self, choices: Mapping[str, Choices | AskedChoices]) -> None:
        """Offer what was asked for when the form opened, by field; each begins as its spec says."""
        touched = self.touched
        for ask in self.spec.asks:
            offered = choices.get(ask.name)
            if offered is None:
                continue
            made = self.fields[ask.name]
            if isinstance(offered, AskedChoices):
                if isinstance(made, choosing.ChoiceField):
                    made.say_why_not(offered.elsewhere, ask.missing)
                    made.let_search(offered.searched)
                offered = offered.choices
            made.offer(offered)
            start = offered[0][0] if ask.only and len(offered) == 1 else ask.start
            if start is not None:
                made.begin(start)
            if ask.if_any and not offered:
                made.hide()
            elif ask.nothing and not offered:
                made.complain(ask.nothing)
        self.touched = touched

    def clear(self) -> None:
        """Take the sentences of the last refusal away."""
        self.error.show_text("")
        for made in self.fields.values():
            made.complain("")

    def refuse(self, refused: Refused) -> None:
        """Show why not, beside the field it is about; what was typed stays."""
        named = [self.fields[name] for name in refused.fields if name in self.fields]
        for made in named:
            made.show()
            if not made.error.text():
                made.complain(refused.message)
        if named:
            if refused.cure is not None and named[0].is_empty():
                named[0].begin(refused.cure)
            named[0].control.setFocus()
            announce(named[0], f"{named[0].title.text()}: {named[0].error.text()}")
            QTimer.singleShot(
                0, self, lambda: self.ensureWidgetVisible(named[0])
            )  # with its sentence laid out
        else:
            self.error.show_text(refused.message)
            self.verticalScrollBar().setValue(0)

    def compare(self, theirs: Mapping[str, object]) -> None:
        """Show under each field what somebody else stored there meanwhile, where that can be read."""
        for name, made in self.fields.items():
            stored = theirs.get(name)
            if stored is None or isinstance(stored, bytes) or made.shows(stored):
                continue
            made.complain(_("Saved in the meantime: {text}").format(text=made.words(stored)))

    def start(self) -> None:
        """Put the keyboard into the first field."""
        first = next((made for made in self.fields.values() if not made.isHidden()), None)
        if first is not None:
            first.control.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what the lists hold now: they may have changed while another page was in front."""
        super().showEvent(event)
        if self._lists != codes.edition():
            self._lists = codes.edition()
            for ask in self.spec.asks:
                if ask.codes:
                    self.fields[ask.name].offer(_of_list(self._actor, ask))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on to the next field with Enter."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.focusNextPrevChild(True)
            for _aside in range(len(self.fields)):
                here = QApplication.focusWidget()
                if here is None or not here.property(ASIDE):
                    break
                self.focusNextPrevChild(True)
            return True
        return super().eventFilter(watched, event)

    def _lead(self, lead: Field, made: Field) -> None:
        """Move ``made`` with ``lead`` for as long as it stands where it was put: what was typed there stays."""
        begun = (lead.value(), made.value())
        if None in begun:
            return
        stands = [begun[1]]

        def move() -> None:
            try:
                at, here = lead.value(), made.value()
            except Refused:  # a day that is half typed
                return
            if at is not None and here == stands[0]:
                stands[0] = begun[1] + (at - begun[0])
                made.begin(stands[0])

        lead.edited.connect(move)

    def _touch(self) -> None:
        self.touched = True
        self.edited.emit()


def _changed(spec: FormSpec) -> str:
    if spec.changed is None:
        return ""
    return _("Last changed by {name}, {moment}").format(
        name=spec.changed.by or _("the program"), moment=moment(spec.changed.at.astimezone(LOCAL))
    )


def _field(actor: Actor, kind: type[Act[Any]], ask: FieldSpec) -> Field:
    wanted, needed = _field_type(kind, ask)
    if ask.codes or ask.choices is not None or ask.asked is not None:
        choices = (ask.choices or ()) if not ask.codes else _of_list(actor, ask)
        if get_origin(wanted) is tuple:
            return choosing.ManyField(ask.name, ask.label, choices, needed=needed)
        one = choosing.ChoiceField(ask.name, ask.label, choices, needed=needed)
        one.say_why_not(ask.elsewhere, ask.missing)
        return one
    if ask.long:
        return fields.LongField(ask.name, ask.label, needed=needed)
    if wanted is bool:
        return fields.TickField(ask.name, ask.label)
    if wanted is date:
        return fields.DateField(ask.name, ask.label, lambda: _today(actor), needed=needed)
    if wanted in (AwareDatetime, datetime):
        return fields.MomentField(ask.name, ask.label, actor.clock, needed=needed)
    if wanted in (int, Decimal):
        return fields.NumberField(ask.name, ask.label, needed=needed, whole=wanted is int, unit=ask.unit)
    return fields.TextField(ask.name, ask.label, needed=needed, unit=ask.unit)


def _field_type(kind: type[Act[Any]], ask: FieldSpec) -> tuple[Any, bool]:
    """Return the type of a field without its None, and whether the act cannot be without it."""
    if ask.kind is not None:
        return ask.kind, ask.needed
    wanted = get_type_hints(kind)[ask.name]
    optional = get_origin(wanted) in (Union, types.UnionType)
    if optional:
        wanted = next(part for part in get_args(wanted) if part is not type(None))
    own = {f.name: f for f in dataclasses.fields(kind)}[ask.name]  # type: ignore[arg-type]
    required = own.default is dataclasses.MISSING and own.default_factory is dataclasses.MISSING
    return wanted, ask.needed or (required and not optional)


def _of_list(actor: Actor, ask: FieldSpec) -> Choices:
    """Return what a list offers today, and what the field begins with: a record may hold a retired code."""
    begun = ask.start if isinstance(ask.start, tuple | list) else (ask.start,)
    today = _today(actor)
    ticked = missing_values.ANSWERS if ask.unknown else ()
    return tuple(
        (c.code, c.label())
        for c in codes.lists()[ask.codes]
        if c.code not in ticked and (c.offered(today) or c.code in begun)
    )


def _today(actor: Actor) -> date:
    return actor.clock().astimezone(LOCAL).date()
