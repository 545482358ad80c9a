"""Numbers in words: ONE way each to write a share, a count, a list, a time, a size.

Every screen, report, card and exported sentence writes its figures with these functions, so that
two pages never say the same share in two ways (tests/core/test_words.py looks for others). Only
the axes of charts, whose numbers a library writes, have formats of their own.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import floor, log10

NO_BREAK = "\N{NO-BREAK SPACE}"
_HAIR = 1e-14  # less than this is the rounding of a computer, not a picture
_TIE = 1e-9  # what lies in the middle is rounded up, as at school: 12.5 is 13
_LEAST = 1e-6  # the smallest share that is written with its own figures


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage of two figures: "57 %", "5.7 %", "0.21 %".

    "0 %" is said of nothing only and "100 %" of all only: near all it counts what is missing, to
    its first figure ("99.4 %", "99.96 %"); below 0.1 % one figure is kept ("0.005 %"). What is
    less than a millionth away from nothing or all is "under 0.0001 %" or "over 99.9999 %". More
    than all (1.2) is "120 %". Raises ValueError for less than nothing and for nan.
    """
    return f"{percent_figure(share)}{NO_BREAK}%"


def percent_figure(share: float) -> str:
    """The same without its sign, for a cell or a row whose head says that these are percentages."""
    if not share >= -_HAIR:
        raise ValueError(f"{share} is not a share")
    if abs(share - round(share)) < _HAIR:
        return f"{100 * round(share):,}"
    if share < _LEAST:
        return "under 0.0001"
    if 1 - _LEAST < share < 1:
        return "over 99.9999"
    return _plain(100 * share + _TIE, _digits(100 * share))


def percent_range(ends: tuple[float, float]) -> str:
    """Both ends of what is likely, for example "81 % to 98 %"; shares from 0 to 1."""
    low, high = ends
    return f"{percent(low)} to {percent(high)}"


def percent_of(part: int, whole: int) -> str:
    """For example: "34 of 36 (94 %)"; nothing of nothing is "0 of 0 (0 %)"."""
    return f"{part:,} of {whole:,} ({percent(part / whole if whole else 0)})"


def points(difference: float) -> str:
    """0.43 → "43 points": the difference between two shares."""
    return count_of(round(100 * difference), "point")


def count_of(count: int, one: str, many: str | None = None) -> str:
    """For example: "1 picture", "5 pictures"; `many` where the plural takes more than an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """For example: "a, b and c"; empty for no names."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def number(value: float) -> str:
    """A measured value to about three figures: "1,234", "12.3", "0.12", "3"."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return _plain(value, 1 if abs(value) >= 10 else 2)


def with_range(value: float, ends: tuple[float, float]) -> str:
    """A measured value with both ends of what is likely: "12.3 (10 to 15)"."""
    low, high = ends
    return f"{number(value)} ({number(low)} to {number(high)})"


def all_figures(value: float) -> str:
    """A number as it is, up to ten figures: "1,234.5", "0.125", "500". For what is calculated with;
    what was measured is said with `number`."""
    return f"{Decimal(f'{value:.10g}'):,f}"


def large_number(count: float) -> str:
    """For example: "980", "412,345", "1.2 million", "25 million"."""
    if abs(count) < 1e6:
        return f"{count:,.0f}"
    return f"{_plain(count / 1e6, 1)} million"


def duration(seconds: float) -> str:
    """For example: "23 ms", "0.4 s", "12 s", "1 min 20 s", "2 h 5 min"."""
    if seconds < 0.0995:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return _together((minutes, "min"), (rest, "s"))
    return _together((minutes // 60, "h"), (minutes % 60, "min"))


def milliseconds(seconds: float) -> str:
    """A short time beside others to compare it with: "9 ms", "132 ms", "1,250 ms"."""
    return f"{1000 * seconds:,.0f} ms"


def about(seconds: float) -> str:
    """How long something takes, rounded as a person would say it: "about 1 min 30 s"."""
    if seconds < 10:
        return "a few seconds"
    step = 5 if seconds < 90 else 30 if seconds < 600 else 60
    return f"about {duration(round(seconds / step) * step)}"


def about_left(seconds: float | None) -> str:
    """How long something still takes; None while nobody can know."""
    return "time left: not known yet" if seconds is None else f"{about(seconds)} left"


def file_size(count: float) -> str:
    """A number of bytes, in thousands as files are counted: "80 kB", "14 MB", "2 GB"."""
    for unit, worth in (("GB", 1e9), ("MB", 1e6)):
        if count >= worth:
            return f"{_plain(count / worth, 1 if count < 10 * worth else 0)} {unit}"
    return f"{count / 1e3:,.0f} kB"


def memory_size(count: float) -> str:
    """A number of bytes of memory, in powers of two as memory is sold: "2.1 GB"."""
    return f"{count / 2**30:.1f} GB"


def _digits(value: float) -> int:
    """How many digits after the point a percentage is written with."""
    if 99 < value < 100:
        return -floor(log10(100 - value))
    if value < 0.1:
        return -floor(log10(value))
    return 2 if value < 1 else 1 if value < 10 else 0


def _plain(value: float, digits: int) -> str:
    """The value without zeros that say nothing: "3", not "3.00"."""
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _together(*parts: tuple[int, str]) -> str:
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def long_date(day: date) -> str:
    """A day with its month in words: 30 December 2026."""
    return f"{day.day} {day:%B %Y}"
