"""Exchange: reciprocity over a period under a cap, its price, and short rings for those who trade only.

exchange       parties, what they give and wish, a cap -> moves with a certified bound
price_of_cap   what a stricter cap costs
rings          pairs and rings of three
verify, verify_rings
"""

from .balancing import exchange, price_of_cap
from .circles import rings
from .review import verify, verify_rings
from .values import CapPrice, Exchange, Fault, Give, Move, Party, Ring, Rings, Terms, Trade, Wish

__all__ = [
    "CapPrice",
    "Exchange",
    "Fault",
    "Give",
    "Move",
    "Party",
    "Ring",
    "Rings",
    "Terms",
    "Trade",
    "Wish",
    "exchange",
    "price_of_cap",
    "rings",
    "verify",
    "verify_rings",
]
