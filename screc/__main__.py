"""Run screc as `python -m screc`."""

from screc.cli.main import run

if __name__ == "__main__":
    run()
