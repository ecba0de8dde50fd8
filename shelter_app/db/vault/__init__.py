"""Keys and sealed content: what the encrypted file alone does not protect."""

from shelter_app.db.vault.keys import Vault
from shelter_app.db.vault.sealing import Compartment, SealedPlace

__all__ = ["Compartment", "SealedPlace", "Vault"]
