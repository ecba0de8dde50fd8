"""The views of the list that an account keeps, as chips; what is shown now is kept, renamed and removed beside them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from shelter_app.i18n import _
from shelter_app.services.residents.saved_views import RemoveView, RenameView, SaveView, View, ViewSettings
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, set_text


class SavedViews(QWidget):
    """The chips and the menu; ``chosen`` carries what a view shows."""

    chosen = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName("views")
        self.setProperty("part", "bare")
        self._page = page
        self._shown = ViewSettings()
        self.views: tuple[View, ...] = ()
        self.chips: list[QPushButton] = []
        self.do = MenuButton("lined", "views_do")
        self.menu = Menu(self.do, "views_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self._flow = Flow(8, to_right=True)
        self.setLayout(self._flow)
        self._flow.add(self.do)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the menu in the language in force; the names are the account's own."""
        set_text(self.do, _("Views"), _("Save the current view, rename or remove one"))

    def show_views(self, views: tuple[View, ...]) -> None:
        """Show the account's views as chips."""
        self.views = views
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for view in views:
            chip = make_button("filter", f"view_{len(self.chips)}")
            chip.setCheckable(True)
            set_text(chip, view.name, _("View: {name}").format(name=view.name))
            chip.clicked.connect(lambda _on=False, view=view: self._choose(view))
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(
                lambda at, chip=chip, view=view: self._menu_of(view, chip.mapToGlobal(at))
            )
            self.chips.append(chip)
            self._flow.add(chip)
        fit_filter_buttons(*self.chips)
        self._mark()

    def follow(self, shown: ViewSettings) -> None:
        """Mark the view that shows just what the list shows now."""
        self._shown = shown
        self._mark()

    def here(self) -> View | None:
        """Return the view that the list shows now."""
        return next((view for view in self.views if view.shown == self._shown), None)

    def keeping(self) -> FormSpec:
        """Return the form that keeps what is shown now."""
        shown = self._shown
        return FormSpec(
            SaveView,
            _("Save the current view"),
            _("The view was saved."),
            (FieldSpec("name", _("Name of the view")),),
            known={
                "search": shown.search,
                "everybody": shown.everybody,
                "only": shown.only,
                "sort": shown.sort,
                "descending": shown.descending,
                "hidden": shown.hidden,
            },
            note=_("A view keeps the search, filters, order and columns. Only you can see your views."),
            undo=lambda _act, result: RemoveView(view=result),
            subject=lambda act, _result: str(act.name),
        )

    def fill_menu(self) -> None:
        """Put into the menu what can be done with views."""
        self.menu.clear()
        kept = self.menu.addAction(_("Save the current view"))
        kept.setObjectName(SaveView.NAME)
        kept.setEnabled(self.here() is None)
        kept.triggered.connect(lambda _on=False: self._page.open_form(self.keeping()))
        here = self.here()
        if here is not None:
            self.menu.addSeparator()
            self._offer(self.menu, here)

    def _offer(self, menu: QMenu, view: View) -> None:
        renamed = menu.addAction(_("Rename {name}").format(name=view.name))
        renamed.setObjectName(RenameView.NAME)
        renamed.triggered.connect(lambda _on=False: self._page.open_form(_renaming(view)))
        removed = menu.addAction(_("Remove {name}").format(name=view.name))
        removed.setObjectName(RemoveView.NAME)
        removed.triggered.connect(lambda _on=False: self._remove(view))

    def _menu_of(self, view: View, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer(menu, view)
        menu.popup(at)

    def _choose(self, view: View) -> None:
        self.chosen.emit(view.shown)
        self._mark()

    def _mark(self) -> None:
        here = self.here()
        for chip, view in zip(self.chips, self.views, strict=True):
            chip.setChecked(view is here)

    def _remove(self, view: View) -> None:
        shown = view.shown
        again = SaveView(
            name=view.name,
            search=shown.search,
            everybody=shown.everybody,
            only=shown.only,
            sort=shown.sort,
            descending=shown.descending,
            hidden=shown.hidden,
        )
        words = _("Remove {name}").format(name=view.name)
        done = _("The view was removed.")
        self._page.begin(
            OfferedAct(words, RemoveView, {"view": view.id}, done, lambda _result: again, subject=view.name)
        )


def _renaming(view: View) -> FormSpec:
    return FormSpec(
        RenameView,
        _("Rename a view"),
        _("The view was renamed."),
        (FieldSpec("name", _("Name of the view"), start=view.name),),
        known={"view": view.id, "version": view.version},
        undo=lambda _act, _result: RenameView(view=view.id, name=view.name),
        subject=lambda act, _result: str(act.name),
    )
