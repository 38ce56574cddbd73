"""One way to write a number, everywhere: digits, thousands, minus sign, n/a."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

MINUS = "\u2212"
GROUP_SEPARATOR = ","
NOT_AVAILABLE = "n/a"


def rounded(value: float, decimals: int) -> Decimal:
    """The value at the digits shown; the shortest decimal text of the float is what is rounded.

    Examples
    --------
    >>> rounded(3533.566597, 1)
    Decimal('3533.6')
    >>> rounded(-0.04, 1)
    Decimal('0.0')
    """
    result = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return abs(result) if result == 0 else result


def number(value: float | None, decimals: int, *, signed: bool = False) -> str:
    """A number as people read it: ``3,533.6``, ``−12.0``, ``+4.2``, ``n/a``.

    Examples
    --------
    >>> number(3533.566597, 1)
    '3,533.6'
    >>> number(None, 1)
    'n/a'
    >>> number(4.2, 1, signed=True)
    '+4.2'
    """
    if value is None:
        return NOT_AVAILABLE
    digits = rounded(value, decimals)
    text = f"{abs(digits):,.{decimals}f}".replace(",", GROUP_SEPARATOR)
    if digits < 0:
        return MINUS + text
    return f"+{text}" if signed and digits > 0 else text


def decimals_of(value: float, most: int = 6) -> int:
    """Digits after the point that a number carries.

    Examples
    --------
    >>> decimals_of(1234.5), decimals_of(3)
    (1, 0)
    """
    return min(most, max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)))


def shortest(value: float) -> str:
    """A number that has been rounded already, with the digits it carries.

    Examples
    --------
    >>> shortest(-90.3), shortest(1234.0)
    ('−90.3', '1,234')
    """
    return number(value, decimals_of(value))


def p_text(value: float) -> str:
    """A p-value in a sentence: two decimals, three below 0.01, never 0 and never 1.

    Examples
    --------
    >>> p_text(0.0004), p_text(0.0062), p_text(0.0312), p_text(0.457), p_text(1.0)
    ('p below 0.001', 'p = 0.006', 'p = 0.03', 'p = 0.46', 'p above 0.99')
    """
    if value < 0.001:
        return "p below 0.001"
    return "p above 0.99" if value > 0.99 else f"p = {number(value, 2 if value >= 0.01 else 3)}"
