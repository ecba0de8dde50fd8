"""``figures``: the years of the sample register equal the truth about it, by age and sex too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import House, Imported
from tests.cli.test_importing import TRUTH

KEYS = {"I01": "residents_served", "I03": "admissions", "I06": "exits", "I08": "bed_nights"}


@pytest.mark.parametrize("year", ["2021", "2022", "2023", "2024", "2025"])
def test_a_year_of_the_sample_equals_the_truth(sample_import: Imported, year: str, tmp_path: Path) -> None:
    house = House(sample_import.folder)
    out = tmp_path / "out.json"
    said = house.run(
        "figures",
        "--from",
        f"{year}-01-01",
        "--to",
        f"{year}-12-31",
        "--codes",
        ",".join(KEYS),
        "--json",
        out,
    )
    assert said.status == 0, said.err
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["period"] == {"from": f"{year}-01-01", "to": f"{year}-12-31"}
    found = {line["code"]: line["value"] for line in result["indicators"]}
    assert found == {code: TRUTH["per_year"][year][key] for code, key in KEYS.items()}


def test_a_split_adds_up_to_its_figure(sample_import: Imported, tmp_path: Path) -> None:
    house = House(sample_import.folder)
    out = tmp_path / "out.json"
    words = ("--from", "2025-01-01", "--to", "2025-12-31", "--codes", "I01", "--by", "sex,age_band")
    assert house.run("figures", *words, "--json", out).status == 0
    (line,) = json.loads(out.read_text(encoding="utf-8"))["indicators"]
    assert set(line["by"]) == {"sex", "age_band"}
    assert all(sum(parts.values()) == line["value"] for parts in line["by"].values())


def test_a_period_of_one_day_is_the_night_that_begins_on_it(sample_import: Imported, tmp_path: Path) -> None:
    house = House(sample_import.folder)
    days = [f"2025-03-{day:02}" for day in range(1, 8)]
    nights = []
    for number, (first, last) in enumerate([(d, d) for d in days] + [(days[0], days[-1])]):
        out = tmp_path / f"{number}.json"
        assert (
            house.run("figures", "--from", first, "--to", last, "--codes", "I08", "--json", out).status == 0
        )
        nights.append(json.loads(out.read_text(encoding="utf-8"))["indicators"][0]["value"])
    assert sum(nights[:-1]) == nights[-1]
