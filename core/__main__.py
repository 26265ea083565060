"""``python -m core``: the command line."""

from core.process import end, for_imports


def main() -> int:
    """Run the command that was given; its exit code."""
    with for_imports():
        from core.cli import app

        try:
            app(prog_name="python -m core")
        except SystemExit as done:
            return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


if __name__ == "__main__":
    end(main())
