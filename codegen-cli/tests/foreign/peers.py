#!/usr/bin/env python3
"""Renders templates by the tools that they were made for and by cargo gen, and compares every byte.

    peers.py [--bin CARGO-GEN] [--bless] [--set NAME=VALUE]... [TEMPLATE]...

Without a template, the cases beside this file; --bless writes what their own tools make into `expect`.
A tool that is not on the PATH (or named by COOKIECUTTER, CCDS, COPIER, CARGO_GENERATE) is skipped.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KNOWN_BY = [
    ("copier.yml", "copier"),
    ("copier.yaml", "copier"),
    ("ccds.json", "ccds"),
    ("cookiecutter.json", "cookiecutter"),
    ("cargo-generate.toml", "cargo-generate"),
    ("Cargo.toml", "cargo-generate"),
]


def program(tool):
    return shutil.which(os.environ.get(tool.upper().replace("-", "_"), tool))


def theirs(tool, template, answers, out):
    """The project that the template's own tool makes, hooks and tasks aside."""
    os.makedirs(out)
    pairs = [f"{name}={text(value)}" for name, value in answers.items()]
    if tool in ("cookiecutter", "ccds"):
        flags = ["--no-input", "--accept-hooks", "no", "-o", out, template]
        run([program(tool), *flags, *pairs])
        return os.path.join(out, os.listdir(out)[0])
    if tool == "copier":
        flags = ["copy", "--trust", "--skip-tasks", "--defaults", "--quiet"]
        data = [word for pair in pairs for word in ("--data", pair)]
        run([program(tool), *flags, *data, template, os.path.join(out, "project")])
        return os.path.join(out, "project")
    if tool == "cargo-generate":
        name = answers.get("project-name", "project")
        flags = ["generate", "--path", template, "--name", name, "--silent", "--no-workspace"]
        flags += ["--vcs", "none", "--destination", out]
        define = [word for pair in pairs for word in ("--define", pair)]
        run([program(tool), *flags, *define])
        return os.path.join(out, os.listdir(out)[0])
    raise SystemExit(f"no way to run {tool}")


def ours(binary, template, answers, out):
    sets = [word for name, value in answers.items() for word in ("--set", f"{name}={text(value)}")]
    run([binary, "--no-config", "new", template, out, "--defaults", *sets])
    return out


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


def files(root):
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", ".cargo-gen")]
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                contents = file.read()
            # Each tool says in its own words where a template was taken from.
            lines = contents.splitlines(keepends=True)
            contents = b"".join(line for line in lines if not line.startswith(b"_src_path:"))
            found[os.path.relpath(path, root)] = (contents, bool(os.stat(path).st_mode & 0o100))
    found.pop(".cargo-gen.lock.yaml", None)
    return found


def compare(name, expected, made):
    wrong = sorted(path for path in {*expected, *made} if expected.get(path) != made.get(path))
    print(f"{name}: {len(expected)} files, {len(wrong)} differ")
    for path in wrong:
        print(f"  {path}")
    return len(wrong)


def cases():
    for tool in sorted(os.listdir(HERE)):
        folder = os.path.join(HERE, tool)
        for case in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            yield tool, os.path.join(folder, case)


def known(template):
    """The tool that a template was made for, by its file."""
    tools = [tool for file, tool in KNOWN_BY if os.path.exists(f"{template}/{file}")]
    return tools[0] if tools else None


def load(path):
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", default="target/debug/cargo-gen")
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("templates", nargs="*")
    args = parser.parse_args()
    binary = os.path.abspath(args.bin)
    given = dict(pair.split("=", 1) for pair in args.set)
    todo = [(tool, case, os.path.join(case, "template")) for tool, case in cases()]
    todo = [(known(template) or tool, case, template) for tool, case, template in todo]
    if args.templates:
        todo = []
        for template in args.templates:
            tool = known(template)
            if not tool:
                sys.exit(f"{template} is no template of a tool that is known")
            todo.append((tool, None, template))
    wrong = 0
    for tool, case, template in todo:
        if not program(tool):
            print(f"{template}: skipped, {tool} is not installed")
            continue
        answers = load(f"{case}/answers.json") if case else given
        own = load(f"{case}/own.json") if case else {}
        with tempfile.TemporaryDirectory() as scratch:
            # Without its history, so that both see the files as they are.
            copy = os.path.join(scratch, os.path.basename(template.rstrip("/")))
            shutil.copytree(template, copy, symlinks=True, ignore=shutil.ignore_patterns(".git"))
            asked = {name: value for name, value in answers.items() if name not in ("_now", "_seed")}
            expected = theirs(tool, copy, asked, os.path.join(scratch, "theirs"))
            if args.bless and case:
                shutil.rmtree(os.path.join(case, "expect"), ignore_errors=True)
                shutil.copytree(expected, os.path.join(case, "expect"))
            made = ours(binary, copy, {**answers, **own}, os.path.join(scratch, "project"))
            wrong += compare(template, files(expected), files(made))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
