"""The colours of the three looks; every text on its ground is at least 4.5 : 1."""

from __future__ import annotations

from typing import NamedTuple

LIGHT = "light"
DARK = "dark"
HIGH_CONTRAST = "high_contrast"
LOOKS = (LIGHT, DARK, HIGH_CONTRAST)


class Tokens(NamedTuple):
    """The colours of one look, named by what they mean."""

    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    free: str
    free_soft: str
    info: str
    info_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    sealed: str
    sealed_soft: str


_OF_LOOK = {
    LIGHT: Tokens(
        window="#F4F5F7",
        surface="#FFFFFF",
        raised="#FAFBFC",
        line="#D9DEE5",
        text="#1B2430",
        muted="#566273",
        accent="#0E6A6B",
        accent_soft="#DFF0EF",
        on_accent="#FFFFFF",
        free="#1C7A48",
        free_soft="#E1F4E8",
        info="#2356A8",
        info_soft="#E6EEFA",
        warning="#8A5300",
        warning_soft="#FFF1D6",
        danger="#B3261E",
        danger_soft="#FCE8E6",
        sealed="#6B3FA0",
        sealed_soft="#F0E8FA",
    ),
    DARK: Tokens(
        window="#14181D",
        surface="#1C2229",
        raised="#222932",
        line="#36404C",
        text="#E7EBF0",
        muted="#9FABB9",
        accent="#56C8C2",
        accent_soft="#163A3B",
        on_accent="#0B1F20",
        free="#72D49B",
        free_soft="#173626",
        info="#8DB7FF",
        info_soft="#1B2C48",
        warning="#F5C26B",
        warning_soft="#3B2D12",
        danger="#FF9A91",
        danger_soft="#432120",
        sealed="#C6A6F2",
        sealed_soft="#2F2344",
    ),
    HIGH_CONTRAST: Tokens(
        window="#000000",
        surface="#000000",
        raised="#0A0A0A",
        line="#FFFFFF",
        text="#FFFFFF",
        muted="#E0E0E0",
        accent="#FFE14D",
        accent_soft="#2B2600",
        on_accent="#000000",
        free="#7CFFB0",
        free_soft="#002B14",
        info="#9CC7FF",
        info_soft="#001B3D",
        warning="#FFC04D",
        warning_soft="#2E1F00",
        danger="#FF9A91",
        danger_soft="#3A0500",
        sealed="#DDB8FF",
        sealed_soft="#260040",
    ),
}


def tokens(look: str) -> Tokens:
    """Return the colours of ``look``."""
    return _OF_LOOK[look]
