"""The command line: arguments to pipeline, exit codes, nothing else.

Heavy libraries are imported by the command that needs them, so that ``tongket --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tongket.cli.arguments import build_parser, language_of
from tongket.cli.texts import say
from tongket.model.errors import TongketError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; default those it was started with.

    Returns
    -------
    int
        0 on success, 1 when a check found something, 2 on wrong usage, 3 on unusable input.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(words)
    parser = build_parser(language)
    options = parser.parse_args(words)
    if not options.command:
        parser.print_help()
        return 0
    try:
        from tongket.cli.commands import run

        return run(options)
    except TongketError as error:
        print(f"tongket: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # the reader of our output went away (head, less): not an error of ours
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print(say("interrupted", language), file=sys.stderr)
        return INTERRUPTED


def entry() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(main())
