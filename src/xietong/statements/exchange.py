"""Statement → the plain record of the exchange form (JSONL): the keys and forms of the annotation guide."""

from decimal import Decimal

from xietong.statements.model import Statement


def number(value: Decimal) -> int | float:
    """A JSON number: an integer where the value is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def record(statement: Statement) -> dict[str, object]:
    """One line of `xietong read --format jsonl`."""
    value = [number(one) for one in statement.value]
    return {
        "start": statement.start,
        "end": statement.end,
        "quote": statement.quote,
        "sentence": statement.sentence,
        "value": value[0] if statement.form == "number" else value,
        "unit": statement.unit,
        "modifier": statement.modifier,
        "measure": statement.measure,
        "indicator": statement.indicator,
        "regions": list(statement.regions),
        "period": statement.period,
        "base_period": statement.base_period,
        "modality": statement.modality,
        "scope": list(statement.scope),
        "attribution": statement.attribution,
        "note": statement.note,
    }
