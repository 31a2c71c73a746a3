"""What is asked for, quoted, ordered and received."""

from .catalogue import CatalogueItem, Category
from .deployment import AccompanimentStep, DataAgreement, Delivery, DeliveryLine, Order, OrderLine
from .lines import Line
from .quotes import Quote, QuoteLine

__all__ = [
    "AccompanimentStep",
    "CatalogueItem",
    "Category",
    "DataAgreement",
    "Delivery",
    "DeliveryLine",
    "Line",
    "Order",
    "OrderLine",
    "Quote",
    "QuoteLine",
]
