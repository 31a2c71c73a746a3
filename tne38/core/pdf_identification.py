"""How a PDF/A-3a also says that it is PDF/UA-1.

WeasyPrint declares one standard at a time. The declaration of the second one goes in the same rdf:RDF, with
the schema that PDF/A asks for any property it does not know (ISO 19005-3, 6.6.2.3).
"""

from typing import Any

_DECLARATION = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def identify(metadata: Any) -> None:
    """Make a WeasyPrint document's metadata declare PDF/UA-1 besides its PDF/A variant."""
    declared_alone = metadata.generate_rdf_metadata

    def declared_together(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = declared_alone(variant, version, conformance)
        start, end, rest = rdf.rpartition(_END)
        if not end or rest.strip():
            raise RuntimeError("WeasyPrint no longer writes its metadata as one rdf:RDF element.")
        return start + _DECLARATION + end

    metadata.generate_rdf_metadata = declared_together
