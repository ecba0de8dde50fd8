"""A panel beside the page that holds a form: Ctrl+Enter does the act, Esc leaves.

What is typed is kept as a sealed draft every other second and comes back with the form, after a lock or a
fallen computer too; it is gone when the act is done or the form is left on purpose. What a form chooses from is asked
when it opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused, Stale
from shelter_app.i18n import _, moment
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.ui.forms.autosave import Autosave, Content, Draft
from shelter_app.ui.forms.confirmation_bar import ConfirmationBar
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.form_state import read_state, restore_state
from shelter_app.ui.forms.spec import AskedChoices, Choices, FormSpec, Outcome
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text, without_mnemonic
from shelter_app.ui.work import Progress, Running, run, with_progress

WIDTH = 420
BESIDE = 480  # what of a page stays in sight beside a form, in steps of the 100 % design
FORM = "form"  # drafts of forms are kept under this name, by whom or what they are about


class Panel(QFrame):
    """One form at a time; ``did`` carries what was done, ``subject`` says whom or what the forms are about."""

    did = Signal(object)
    closed = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor, subject: Callable[[], str] = str) -> None:
        super().__init__()
        self._actor = actor
        self._ask_subject = subject
        self._draft: Draft | None = None
        self._autosave = Autosave(self, self._draft_content)
        self._autosave.refused.connect(self._refuse)
        self._running: Running | None = None
        self._asked_to_leave = False
        self.form: Form | None = None
        self.setObjectName("panel")
        self.setProperty("part", "card")
        self._title = make_label("title", "panel_title", wrap=True)
        self._close = make_button("bare", "panel_close", "x")
        self._close.clicked.connect(self.leave)
        self.caution = Message("caution", "panel_caution")
        self.draft = make_label("muted", "panel_draft", wrap=True)
        self.draft.hide()
        self.confirmation = ConfirmationBar(in_form=True)
        self.confirmation.agreed_final.connect(self._do_typed)
        self.confirmation.given_up.connect(self._go_on)
        self.save = make_button("filled", "panel_save", "check", "on_accent")
        self.save.clicked.connect(self.do)
        self._cancel = make_button("lined", "panel_cancel")
        self._cancel.clicked.connect(self.leave)
        without_mnemonic(self.save, self._cancel)  # they have Ctrl+Enter and Esc
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.save, 1)
        foot.addWidget(self._cancel)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self.draft)
        self._column.addWidget(self.caution)
        self._column.addWidget(self.confirmation)
        self._column.addLayout(foot)
        for keys, then in (("Ctrl+Return", self.do), ("Ctrl+Enter", self.do), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self, then)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def open(self, spec: FormSpec) -> None:
        """Show a form with its draft, where one was kept; one with something typed in it stays until it is left."""
        if self.form is not None and self.isVisible() and self.form.touched:
            self.caution.show_text(_("Save or close this form first."))
            self.form.start()
            return
        draft = Draft(self._actor, FORM, self._ask_subject())
        self._show(spec, draft)
        run(
            self,
            lambda _progress: (_load_choices(spec), draft.load()),
            done=lambda found: self._fill(spec, *found, opened=True),
            refused=self._refuse,
        )

    def open_draft(self, spec: FormSpec, content: Content) -> None:
        """Show a form with what was typed in it before."""
        self._show(spec, Draft(self._actor, FORM, self._ask_subject()))
        if any(ask.asked for ask in spec.asks):
            run(
                self,
                lambda _progress: _load_choices(spec),
                done=lambda choices: self._fill(spec, choices, content),
                refused=self._refuse,
            )
        else:
            self._fill(spec, {}, content)

    def put_away(self) -> None:
        """Close the form for now; what is typed waits as a draft."""
        if self.form is not None:
            self._autosave.keep()
            self.hide()
            self._set_form(None)

    def keep(self) -> None:
        """Keep what is typed, now and here: the program is about to end."""
        self._autosave.keep_now()

    def _show(self, spec: FormSpec, draft: Draft) -> None:
        self._draft = draft
        self._set_form(Form(self._actor, spec))
        set_text(self._title, spec.title)
        self.setAccessibleName(spec.title)
        self.caution.show_text("")
        self.show()
        self.retranslate()
        assert self.form is not None
        if self.form.fields:
            self.form.start()
        else:
            self.save.setFocus()

    def _fill(
        self,
        spec: FormSpec,
        choices: dict[str, Choices | AskedChoices],
        content: Content | None,
        *,
        opened: bool = False,
    ) -> None:
        """Offer what can be chosen, then type the draft of this very form again, unless something is typed already.

        Who ``opened`` the form does not expect a draft: what is typed next takes its place.
        """
        form = self.form
        if form is None or form.spec is not spec:
            return
        form.offer(choices)
        if (
            content is None
            or form.touched
            or (content["act"], content["known"]) != (spec.kind.NAME, spec.key())
        ):
            return
        restore_state(form, content["typed"])
        here = form.focusWidget()
        if opened and isinstance(here, QLineEdit):
            here.selectAll()
        form.touched = True
        self._autosave.rest()
        at = moment(datetime.fromisoformat(content["at"]).astimezone(LOCAL))
        set_text(self.draft, _("Your draft from {moment}, not saved yet.").format(moment=at))
        self.draft.show()

    def do(self) -> None:
        """Do the act that is typed; of one that cannot be taken back, ask first, away from the button."""
        if self.form is None or self._running is not None:
            return
        self.caution.show_text("")
        act = self._typed()
        if act is None:
            return
        spec = self.form.spec
        if not spec.final:
            self._do_typed()
        elif self.confirmation.isVisible():
            self.confirmation.go.setFocus()
        else:
            self.save.setEnabled(False)
            self.confirmation.ask_final(spec.save or spec.title, spec.final)

    def _typed(self) -> Act[Any] | None:
        """Return the act that is typed; None where something does not fit, which is said beside it."""
        if self.form is None:
            return None
        try:
            return self.form.act()
        except Refused as refused:
            self.form.refuse(refused)
            return None

    def _do_typed(self) -> None:
        """Do the act that is typed, in a worker."""
        self.confirmation.clear()
        act = self._typed()
        if act is None or self.form is None:
            self.save.setEnabled(True)
            return
        self.save.setEnabled(False)
        self._autosave.rest()
        actor, draft, spec = self._actor, self._draft, self.form.spec
        proof = None if self.form.proof is None else self.form.proof.value()

        def do(progress: Progress) -> Outcome:
            if proof is not None:
                actor.store.prove(proof)
            result = perform(actor, with_progress(act, progress))
            if draft is not None:
                draft.close()
            return spec.outcome(act, result)

        running = run(self, do, done=self._show_done, refused=self._refuse_act)
        self._running = running
        running.ended.connect(lambda: self._rest() if self._running is running else None)
        self.working.emit(running)

    def leave(self) -> None:
        """Close the form; where something was typed, say first that it would be lost."""
        if self.confirmation.isVisible():
            self.confirmation.give_up()
            return
        if self.form is not None and self.form.touched and not self._asked_to_leave:
            self._asked_to_leave = True
            self.caution.show_text(
                _("What you typed is not saved. Press Esc again to discard it, or Ctrl+Enter to save.")
            )
            return
        self._autosave.rest()
        draft = self._draft
        if draft is not None and self._running is None:
            draft.forget()
            run(self, lambda _p: draft.close(), done=lambda _nothing: None, refused=self._refuse)
        self._shut()

    def retranslate(self) -> None:
        """Say the buttons in the language in force; the form keeps the one it was opened in."""
        spec = None if self.form is None else self.form.spec
        set_text(self.save, (spec.save if spec is not None else "") or _("Save"), "", _("Save (Ctrl+Enter)"))
        set_text(self._cancel, _("Cancel"), "", _("Close without saving (Esc)"))
        set_text(self._close, "", _("Close the form"), _("Close without saving (Esc)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _ask_no_more(self) -> None:
        """Take the question back: it was of what was typed then."""
        if self.confirmation.isVisible():
            self.confirmation.clear()
            self.save.setEnabled(True)

    def _set_form(self, form: Form | None) -> None:
        self._ask_no_more()
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self.draft.hide()
        self._asked_to_leave = False
        if form is not None:
            form.edited.connect(self._stay)
            self._column.insertWidget(4, form, 1)
            self._order_tabs(form)

    def _order_tabs(self, form: Form) -> None:
        """Let Tab lead from the last field to Save and Cancel: these are older than the form, and would come before."""
        reached = [
            part
            for part in form.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.window() is self.window()
        ]
        for before, after in pairwise((*reached[-1:], self.save, self._cancel, self._close)):
            QWidget.setTabOrder(before, after)

    def _go_on(self) -> None:
        """Go on with the form, of which nothing was done."""
        self.save.setEnabled(True)
        self.save.setFocus()

    def _stay(self) -> None:
        self._asked_to_leave = False
        self._ask_no_more()
        self.caution.show_text("")
        self._autosave.touch()

    def _draft_content(self) -> tuple[Draft, Content | None] | None:
        """Return what is typed and its draft; None while nothing is, and once its act is on its way."""
        form, draft = self.form, self._draft
        if form is None or draft is None or not form.touched or self._running is not None:
            return None
        content = {
            "act": form.spec.kind.NAME,
            "known": form.spec.key(),
            "at": self._actor.clock().isoformat(),
            "typed": read_state(form),
        }
        return draft, content

    def _shut(self) -> None:
        self.hide()
        self._set_form(None)
        self.closed.emit()

    def _show_done(self, outcome: Outcome) -> None:
        self._rest()  # the next form can be saved as soon as it is open
        if self.form is None:
            return
        self._shut()
        self.did.emit(outcome)

    def _refuse(self, refused: Refused) -> None:
        if self.form is not None:
            self.form.refuse(refused)

    def _refuse_act(self, refused: Refused) -> None:
        self._rest()  # what is shown as refused can be saved again at once
        if self.form is None:
            return
        self._autosave.touch()
        self.form.refuse(refused)
        if isinstance(refused, Stale) and "version" in self.form.spec.known:
            self.form.compare(refused.theirs)
            if "version" in refused.theirs:  # saved again, the person has seen both
                known = {**self.form.spec.known, "version": refused.theirs["version"]}
                self.form.spec = replace(self.form.spec, known=known)

    def _rest(self) -> None:
        self._running = None
        self.save.setEnabled(True)


def _load_choices(spec: FormSpec) -> dict[str, Choices | AskedChoices]:
    """Return what the fields choose from that is asked when the form opens; called in a worker."""
    return {ask.name: ask.asked() for ask in spec.asks if ask.asked is not None}


class PanelOverPage(QObject):
    """Lets the form lie over the right of the page, which keeps its place and columns; where that is narrow, over all.

    What stands behind is never laid out anew while one types, and the keyboard reaches nothing that the form covers.
    """

    def __init__(self, page: QWidget, front: QWidget, panel: QWidget, width: int = WIDTH) -> None:
        super().__init__(panel)
        self._page, self._front, self._panel, self._width = page, front, panel, width
        panel.setParent(page)
        self._covered: list[tuple[QWidget, Qt.FocusPolicy]] = []
        for watched in (page, panel):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the form anew when it comes or goes and when the size of the window or of its text changes."""
        if watched is self._page and not self._panel.isVisibleTo(self._page):
            return False  # another form may lie over the page
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.StyleChange):
            whole = self._page.size()
            alone = whole.width() - look.px(self._width) < look.px(BESIDE)
            width = whole.width() if alone else look.px(self._width)
            self._front.setVisible(not (alone and self._panel.isVisibleTo(self._page)))
            self._panel.setGeometry(whole.width() - width, 0, width, whole.height())
            self._panel.raise_()
            self._keep_keyboard_off()
        return False

    def _keep_keyboard_off(self) -> None:
        for part, policy in self._covered:
            if isValid(part):
                part.setFocusPolicy(policy)
        self._covered = []
        if not self._panel.isVisibleTo(self._page):
            return
        over = self._panel.geometry()
        for part in self._front.findChildren(QWidget):
            policy = part.focusPolicy()
            if policy != Qt.FocusPolicy.NoFocus and over.contains(_place_on(self._page, part)):
                self._covered.append((part, policy))
                part.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _place_on(page: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint(0, 0)), part.size())
