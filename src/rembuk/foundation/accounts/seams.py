"""What accounts offer to the slots: the secrets of code apps are sealed anew with everything else."""

from rembuk.foundation.accounts.actions import reseal

__all__ = ["reseal"]
