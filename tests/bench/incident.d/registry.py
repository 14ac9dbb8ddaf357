"""The scenarios, as they register themselves."""

SCENARIOS = []
PLAIN = []


def scenario(when=lambda s: True, plain=0, people=1):
    """One story, mostly of one person. when: the settings it can be told under; plain: how often it is told among
    those that fill the list; people: how many of the list are in it."""

    def register(function):
        function.when, function.people = when, people
        SCENARIOS.append(function)
        PLAIN.extend([function] * plain)
        return function

    return register


def passed(s):
    return s.passed
