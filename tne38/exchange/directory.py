"""What an import looks up, read once for the whole file."""

from applications.models import Call, Commune, Epci, School
from equipment.models import CatalogueItem


class Directory:
    """Schools by UAI, communes by INSEE code, EPCI by SIREN, articles of the call by code."""

    def __init__(self, call: Call) -> None:
        self.schools: dict[str, School] = {
            school.uai: school for school in School.objects.select_related("commune")
        }
        self.communes: dict[str, Commune] = {commune.insee: commune for commune in Commune.objects.all()}
        self.epcis: dict[str, Epci] = {epci.siren: epci for epci in Epci.objects.all()}
        items = CatalogueItem.objects.filter(call=call, is_active=True)
        self.items: dict[str, CatalogueItem] = {item.code: item for item in items}
