"""`python -m bench`: everything, each part of the domain in a process of its own, then one table."""

import json
import os
import subprocess
import sys
from dataclasses import asdict

import django


def main() -> None:
    django.setup()
    from bench import batch, domain, pages
    from bench.report import Measure, table

    parts = {**domain.PARTS, "batch": batch.batch, "pages": pages.pages}
    if len(sys.argv) == 2:
        sys.stdout.write(json.dumps([asdict(measure) for measure in parts[sys.argv[1]]()]))
        return
    found = []
    for name in parts:
        print(f"… {name}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", "bench", name],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env=os.environ,
        )
        measures = [Measure(**values) for values in json.loads(done.stdout)]
        print(table(measures), file=sys.stderr)
        found += measures
    print(table(found))
    # Above the number of processors, the machine was busy with something else: measure again.
    print(f"\nCharge de la machine à la fin : {os.getloadavg()[1]:.1f} pour {os.cpu_count()} processeurs.")


if __name__ == "__main__":
    main()
