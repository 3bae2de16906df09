"""The parts of the admin area: each module gives one router, which the application puts behind the gate."""
