"""The command line: arguments to pipeline, exit codes, nothing else.

Heavy libraries are imported by the command that needs them, so that ``tongket --help`` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from tongket.cli.arguments import build_parser, language_of
from tongket.cli.refusals import refusal, was_interrupted
from tongket.cli.texts import say

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
    except BrokenPipeError:
        # the reader of our output went away (head, less): not an error of ours
        sys.stderr.close()
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if was_interrupted(error):
            print(say("interrupted", language), file=sys.stderr)
            return INTERRUPTED
        known = refusal(error, language)
        if known is None:
            raise
        print(f"tongket: {known}", file=sys.stderr)
        return known.exit_code


def entry() -> None:
    """Run the program and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese must not depend on the locale; a stream that cannot be changed is no text stream of ours
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    # before numpy is imported: its threads would wait busily for work that never comes, and a sum split among a number
    # of threads that differs from machine to machine need not be the same sum
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main()
    # at its end the interpreter would look through every object for circles, longer than many a command runs
    gc.freeze()
    sys.exit(code)
