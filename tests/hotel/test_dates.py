"""Dates as guests write them, read on Friday 20 November 2026."""

from datetime import date

import pytest

from actions.dates import Stay, find_nights, find_stay

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "arrival", "departure"),
    [
        ("from may 3 to may 5", "2027-05-03", "2027-05-05"),
        ("du 3 au 5 mai", "2027-05-03", "2027-05-05"),
        ("a double from the 3rd to the 5th of May please", "2027-05-03", "2027-05-05"),
        ("3-5 may", "2027-05-03", "2027-05-05"),
        ("May 3 to 5", "2027-05-03", "2027-05-05"),
        ("entre le 10 et le 12 juin", "2027-06-10", "2027-06-12"),
        ("du 30 avril au 2 mai", "2027-04-30", "2027-05-02"),
        ("du 30 au 2 mai", "2027-04-30", "2027-05-02"),
        ("du lundi 3 au mercredi 5 mai", "2027-05-03", "2027-05-05"),
        ("du 3 au 5", "2026-12-03", "2026-12-05"),
        ("from the 3rd to the 5th", "2026-12-03", "2026-12-05"),
        ("du 29 décembre 2026 au 2 janvier 2027", "2026-12-29", "2027-01-02"),
        ("from 30 december to 2 january", "2026-12-30", "2027-01-02"),
        ("3.5.2027 - 6.5.2027", "2027-05-03", "2027-05-06"),
        ("03/05 au 06/05", "2027-05-03", "2027-05-06"),
        ("arriving 2027-05-03 leaving 2027-05-05", "2027-05-03", "2027-05-05"),
        ("leaving on the 5th, arriving on the 3rd", "2026-12-03", "2026-12-05"),
        ("from friday to sunday", "2026-11-20", "2026-11-22"),
        ("de samedi à lundi", "2026-11-21", "2026-11-23"),
        ("ce week-end", "2026-11-20", "2026-11-22"),
        ("next weekend", "2026-11-27", "2026-11-29"),
        ("tomorrow for 3 nights", "2026-11-21", "2026-11-24"),
        ("3 nights from the 3rd of May", "2027-05-03", "2027-05-06"),
        ("demain pour deux nuits", "2026-11-21", "2026-11-23"),
        ("une semaine à partir du 1er juin", "2027-06-01", "2027-06-08"),
        ("a week from june 1st", "2027-06-01", "2027-06-08"),
    ],
)
def test_a_whole_stay_in_one_sentence(text: str, arrival: str, departure: str) -> None:
    stay = find_stay(text, FRIDAY)
    assert (str(stay.arrival), str(stay.departure)) == (arrival, departure)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", "2026-11-21"),
        ("demain", "2026-11-21"),
        ("après-demain", "2026-11-22"),
        ("the day after tomorrow", "2026-11-22"),
        ("tonight", "2026-11-20"),
        ("ce soir", "2026-11-20"),
        ("next friday", "2026-11-27"),
        ("vendredi prochain", "2026-11-27"),
        ("samedi en huit", "2026-11-28"),
        ("lundi", "2026-11-23"),
        ("in two weeks", "2026-12-04"),
        ("dans trois jours", "2026-11-23"),
        ("la semaine prochaine", "2026-11-23"),
        ("le 24 décembre", "2026-12-24"),
        ("15 aout", "2027-08-15"),
        ("le 1er mai", "2027-05-01"),
        ("may 3rd", "2027-05-03"),
        ("03/05/2027", "2027-05-03"),
        ("le 3", "2026-12-03"),
    ],
)
def test_a_single_day(text: str, day: str) -> None:
    assert str(find_stay(text, FRIDAY).single) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until the 5th of may", "2027-05-05"),
        ("jusqu'au 5 mai", "2027-05-05"),
        ("we leave on june 12", "2027-06-12"),
        ("je repars le 12/06", "2027-06-12"),
    ],
)
def test_words_that_tell_a_departure(text: str, day: str) -> None:
    stay = find_stay(text, FRIDAY)
    assert (stay.arrival, str(stay.departure)) == (None, day)


def test_words_that_tell_an_arrival() -> None:
    assert find_stay("arriving on june 12", FRIDAY) == Stay(arrival=date(2027, 6, 12))


def test_a_bare_day_comes_after_the_arrival() -> None:
    assert find_stay("the 5th", FRIDAY, after=date(2027, 5, 3)).single == date(2027, 5, 5)


@pytest.mark.parametrize(
    "text", ["we're 2 people", "I may come", "mars", "whenever", "au revoir", "12 rue des Lilas"]
)
def test_no_date_is_no_date(text: str) -> None:
    assert find_stay(text, FRIDAY).is_empty


@pytest.mark.parametrize(
    ("text", "nights"),
    [("3 nights", 3), ("deux nuits", 2), ("une semaine", 7), ("two weeks", 14), ("long", None)],
)
def test_length_of_stay(text: str, nights: int | None) -> None:
    assert find_nights(text) == nights


def test_impossible_days_are_not_invented() -> None:
    assert find_stay("du 31 février au 2 mars", FRIDAY).arrival != date(2027, 2, 28)
    assert find_stay("45/13/2027", FRIDAY).is_empty
