"""The admin area at ``/admin``: an application of its own with its own login; see :mod:`assistant.admin.app`."""
