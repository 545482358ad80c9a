"""The content of /possible is whole, and the helper's advice follows the answers."""

from datetime import datetime
from itertools import product

import pytest
import yaml
from pydantic import ValidationError

from core.drivetrain.plan.templates import plan_templates
from core.learning.possible.possible import CONTENT, START, Possible, advise, possible

EASY = {"domain": "photo", "data": "plenty", "labels": "known", "cost": "little"}


def test_every_domain_of_the_chapter_is_there_and_dated_after_the_book() -> None:
    domains = possible().domains
    assert [domain.id for domain in domains] == [
        *("recognition", "detection", "segmentation", "text", "text-and-pictures"),
        *("tables", "recommendation", "other"),
    ]


def test_every_change_is_later_than_the_book_dated_in_order_and_can_be_looked_up() -> None:
    appeared = datetime(2020, 8, 1)
    for domain in possible().domains:
        dates = [datetime.strptime(change.date, "%B %Y") for change in domain.since]
        assert appeared < dates[0] and dates == sorted(dates)
        assert dates[-1] <= datetime.strptime(possible().as_of, "%B %Y")
    links = [change.url for domain in possible().domains for change in domain.since]
    assert len(set(links)) == len(links)


def test_a_change_without_a_place_to_look_it_up_is_refused() -> None:
    content = yaml.safe_load(CONTENT.read_text("utf-8"))
    content["domains"][0]["since"][0]["url"] = "somewhere"
    with pytest.raises(ValidationError):
        Possible.model_validate(content)


def test_both_ways_of_being_wrong_are_shown() -> None:
    verdicts = [one.verdict for one in possible().estimates]
    assert verdicts.count("too little") == verdicts.count("too much") == 3


def test_an_easy_idea_starts_now_without_a_risk() -> None:
    advice = advise(EASY | {"person": "always"})
    assert advice and advice.outlook == "start now"
    assert advice.risks == () and advice.first_step == START


def test_what_looks_harder_than_it_is_stands_beside_the_risks() -> None:
    advice = advise(EASY | {"data": "none", "labels": "expert", "person": "always"})
    without = advise(EASY | {"person": "always"})
    assert advice and without
    assert set(advice.easier) - set(without.easier) and set(advice.risks) - set(without.risks)


def test_harm_without_a_person_is_refused_however_good_the_data() -> None:
    advice = advise(EASY | {"cost": "harm", "person": "never"})
    assert advice and advice.outlook == "not like this"
    watched = advise(EASY | {"cost": "harm", "person": "always"})
    assert watched and set(advice.risks) - set(watched.risks)


def test_the_first_step_meets_the_greatest_obstacle() -> None:
    advice = advise(EASY | {"data": "none", "labels": "expert", "person": "always"})
    labelled = advise(EASY | {"data": "none", "person": "always"})
    assert advice and labelled and advice.first_step != START
    assert advice.first_step == labelled.first_step, "examples come before their labels"


@pytest.mark.parametrize("domain", ["text", "table", "sound"])
def test_an_idea_without_photos_is_not_told_to_take_some(domain: str) -> None:
    advice = advise(EASY | {"domain": domain, "person": "always"})
    assert advice and advice.first_step != START
    no_data = advise(EASY | {"domain": domain, "data": "elsewhere", "person": "always"})
    assert no_data and "pictures" not in f"{no_data.first_step} {no_data.risks[0]}"


def test_no_advice_before_the_fifth_answer_or_for_an_unknown_one() -> None:
    assert advise(EASY) is None
    assert advise(EASY | {"person": "a robot"}) is None


def test_every_combination_of_answers_leads_to_a_worked_plan() -> None:
    names = [question.id for question in possible().helper]
    choices = [[option.id for option in question.options] for question in possible().helper]
    found = [advise(dict(zip(names, picked, strict=True))) for picked in product(*choices)]
    assert None not in found
    assert {advice.template.id for advice in found if advice} <= set(plan_templates())


@pytest.mark.parametrize("part", ["domains", "helper"])
def test_wrong_content_is_refused(part: str) -> None:
    content = yaml.safe_load(CONTENT.read_text("utf-8"))
    content[part] = content[part][:0]
    with pytest.raises(ValidationError):
        Possible.model_validate(content)
