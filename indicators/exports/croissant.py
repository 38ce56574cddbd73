"""Croissant 1.0 (JSON-LD): what the files are, for search engines and for loaders of data sets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from indicators.exports.bundle import CODE_LICENCE, TERMS, Bundle, Dataset

CONTEXT = MappingProxyType(
    {
        "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
        "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
        "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet",
        "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField",
        "path": "cr:path", "rai": "http://mlcommons.org/croissant/RAI/", "recordSet": "cr:recordSet",
        "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
        "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator",
        "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
    }
)  # fmt: skip
"""The context that the standard prescribes."""
TYPES = MappingProxyType(
    {"text": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "boolean": "sc:Boolean"}
)
ENCODINGS = MappingProxyType({"application/vnd.apache.parquet": "application/x-parquet"})
"""What the standard calls a media type."""


def croissant(tables: Mapping[str, tuple[Dataset, bytes]], bundle: Bundle, media_type: str) -> dict[str, Any]:
    """The description of files of tables.

    Parameters
    ----------
    tables : mapping
        Name of a file to its table and its bytes.
    bundle : Bundle
        What they are made of.
    media_type : str
        Of the files.
    """
    return {
        "@context": dict(CONTEXT), "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "indicators", "description": f"{bundle.described()} {TERMS}", "version": bundle.data_version,
        "datePublished": str(bundle.as_of), "license": f"Code: {CODE_LICENCE}. Data: {TERMS}",
        "citeAs": bundle.described(),
        "url": "urn:indicators",
        "distribution": [_file(name, data, media_type) for name, (_, data) in tables.items()],
        "recordSet": [_records(name, item) for name, (item, _) in tables.items()],
    }  # fmt: skip


def _file(name: str, data: bytes, media_type: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject", "@id": name, "name": name, "contentUrl": name,
        "encodingFormat": ENCODINGS.get(media_type, media_type), "contentSize": f"{len(data)} B",
        "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip


def _records(name: str, item: Dataset) -> dict[str, Any]:
    table = item.table
    fields = [
        {"@type": "cr:Field", "@id": f"{table.name}/{c.name}", "name": c.name,
         "description": c.definition + (f"; unit: {c.unit}" if c.unit else ""), "dataType": TYPES[c.type],
         "source": {"fileObject": {"@id": name}, "extract": {"column": c.name}}}
        for c in table.columns
    ]  # fmt: skip
    records = {
        "@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": f"{table.title}. {table.row}",
        "field": fields,
    }  # fmt: skip
    if table.primary_key:
        records["key"] = [{"@id": f"{table.name}/{column}"} for column in table.primary_key]
    return records
