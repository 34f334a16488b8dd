"""The screens under /rapat/."""
