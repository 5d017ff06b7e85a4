"""Tests of the package, and of the notebook, run headless.

    CONVSCOPE=.build/release/convscope python Samples/jupyter/test_convscope.py

Needs the package's `test` extra; the package need not be installed.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "src"))
# The notebook's kernel runs in its own folder and imports the same sources.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE / "src"), os.environ.get("PYTHONPATH")]))
if os.path.exists(os.environ.get("CONVSCOPE", "")):
    # The kernel would look for a relative path in its own folder.
    os.environ["CONVSCOPE"] = os.path.abspath(os.environ["CONVSCOPE"])

import numpy
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import convscope
from convscope import ConvScopeError, Figure, figure, show


def words(drawn: Figure) -> str:
    """What the figure says, with plain spaces."""
    return drawn.description.replace("\u00a0", " ")


class CommandTests(unittest.TestCase):
    def test_a_missing_command_is_said_with_its_remedy(self) -> None:
        with mock.patch.dict(os.environ, {"PATH": ""}):
            os.environ.pop("CONVSCOPE", None)
            with self.assertRaisesRegex(ConvScopeError, "was not found.*environment variable CONVSCOPE"):
                convscope.run(["--version"])
        with mock.patch.dict(os.environ, {"CONVSCOPE": "/nowhere/convscope"}):
            with self.assertRaisesRegex(ConvScopeError, "'/nowhere/convscope', which is no program"):
                convscope.run(["--version"])

    def test_the_commands_own_sentence_is_the_error(self) -> None:
        with self.assertRaisesRegex(ConvScopeError, "^convscope: .*no figure is called 'nonsense'"):
            figure("nonsense")


class FigureTests(unittest.TestCase):
    def test_a_figure_has_alternative_text(self) -> None:
        drawn = figure("coverage", stride=[1, 2])
        self.assertIn('role="img"', drawn._repr_html_())
        self.assertIn("stride 2: 3 × 3 windows", words(drawn))
        self.assertEqual(repr(drawn), drawn.description)

    def test_the_same_figure_twice_shares_no_id(self) -> None:
        drawn = figure("coverage")
        ids = [set(part.split('"')[0] for part in drawn._repr_html_().split(' id="')[1:]) for _ in range(2)]
        self.assertTrue(ids[0])
        self.assertFalse(ids[0] & ids[1])

    def test_arrays_are_filters_and_numbers(self) -> None:
        kernel = numpy.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
        drawn = figure("arithmetic", values=numpy.arange(16).reshape(4, 4), weights=kernel)
        self.assertIn("The output's: (8, 8), (8, 8)", words(drawn))
        drawn = figure("channels", values=numpy.ones((2, 4, 4)), weights=numpy.ones((2, 3, 3)), bias=0)
        self.assertIn("Its map, row by row: (18, 18), (18, 18)", words(drawn))

    def test_arrays_are_photos(self) -> None:
        ramp = numpy.tile(numpy.linspace(0, 1, 64), (48, 1))
        self.assertIn("48 × 64 pixels", words(figure("filter-strip", image=ramp, filter="sobel-x")))
        colour = numpy.zeros((20, 30, 3), numpy.uint8)
        self.assertIn("20 × 30 pixels", words(figure("filter-strip", image=colour, filter="box")))
        # The kernel's positive numbers sum to 4, and two columns on, the ramp has risen by 2/63.
        self.assertIn("sum to 0.127", words(figure("pixel", image=ramp, filter="sobel-x", at="20,20")))

    def test_arrays_are_weights(self) -> None:
        drawn = figure(
            "kernels",
            network="1x8x8 -> conv 2@3x3 bias=false",
            weights={"conv1.weight": numpy.ones((2, 1, 3, 3), "f4")},
        )
        self.assertIn("2 filters of 1 × 3 × 3", words(drawn))

    def test_arrays_of_no_use_are_refused(self) -> None:
        with self.assertRaisesRegex(ConvScopeError, "must lie between 0 and 1"):
            figure("filter-strip", image=numpy.full((4, 4), 255.0))
        with self.assertRaisesRegex(ConvScopeError, "height x width"):
            figure("filter-strip", image=numpy.zeros((3, 40, 60)))

    def test_a_figure_is_saved(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.svg"
            figure("coverage").save(path)
            self.assertTrue(path.read_text(encoding="utf-8").startswith("<svg"))


class BlockTests(unittest.TestCase):
    def markdown(self, block: str) -> str:
        shown = show(block)
        self.assertNotIsInstance(shown, Figure)
        return str(shown.data)

    def test_a_caption_may_be_folded_and_is_escaped(self) -> None:
        shown = show("figure: coverage\ncaption: >-\n  Read once &\n  nine times.\nstride: 2\n")
        assert isinstance(shown, Figure)
        self.assertEqual(shown.caption, "Read once & nine times.")
        self.assertIn("<figcaption>Read once &amp; nine times.</figcaption>", shown._repr_html_())
        self.assertIn("stride 2", words(shown))

    def test_tables_derivations_and_solutions(self) -> None:
        self.assertIn("61,706", self.markdown("summary: lenet5"))
        self.assertIn(
            "217,706",
            self.markdown(
                "summary: >-\n  1x28x28 -> conv 32@5x5 relu -> max-pool 2 -> conv 32@3x3 relu\n"
                "  -> max-pool 2 -> flatten -> dense 256 relu -> dense 10"
            ),
        )
        self.assertIn("2{,}416", self.markdown("derive: conv2\nnetwork: lenet5"))
        self.assertIn("conv 8@5x5", self.markdown("solve: { input: 1x28x28, output: 8x24x24 }"))

    def test_claims(self) -> None:
        self.markdown("network: lenet5\nexpect: { parameters: 61706 }")
        with self.assertRaisesRegex(ConvScopeError, "156 \\+ 2416 \\+ 48120 \\+ 10164 \\+ 850"):
            show("network: lenet5\nexpect: { parameters: 61707 }")

    def test_what_is_no_block_is_an_error(self) -> None:
        with self.assertRaises(ConvScopeError):
            show("colour: blue")
        with self.assertRaisesRegex(ConvScopeError, "^convscope: .*no layer is called 'conv9'"):
            show("derive: conv9\nnetwork: lenet5")
        with self.assertRaisesRegex(ConvScopeError, "Only figures take options"):
            show("summary: lenet5", ["--theme", "dark"])



class MagicTests(unittest.TestCase):
    def setUp(self) -> None:
        self.shell = InteractiveShell.instance()
        convscope.load_ipython_extension(self.shell)

    def test_a_cell_shows_a_figure(self) -> None:
        with capture_output() as shown:
            self.shell.run_cell_magic("convscope", "--theme dark", "figure: coverage\n")
        self.assertIn("<svg", shown.outputs[0].data["text/html"])

    def test_a_line_runs_a_command(self) -> None:
        with capture_output() as shown:
            self.shell.run_line_magic("convscope", "summary lenet5")
            self.shell.run_line_magic("convscope", "draw coverage --input 9x9")
            self.shell.run_line_magic("convscope", "list filters sobel-x")
        self.assertIn("| conv1 |", shown.outputs[0].data["text/markdown"])
        self.assertIn("<svg", shown.outputs[1].data["text/html"])
        self.assertIn("right minus left", shown.outputs[2].data["text/plain"])

    def test_an_error_is_a_sentence_without_lines_of_python(self) -> None:
        with capture_output() as shown:
            result = self.shell.run_cell("%%convscope\nfigure: nonsense\n")
        self.assertIsInstance(result.error_in_exec, ConvScopeError)
        self.assertIn("no figure is called 'nonsense'", shown.stdout + shown.stderr)
        self.assertNotIn("Traceback", shown.stdout + shown.stderr)
        self.assertNotIn("File ", shown.stdout + shown.stderr)


class NotebookTests(unittest.TestCase):
    def test_the_notebook_runs(self) -> None:
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(HERE / "convscope.ipynb", as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        self.assertFalse([cell for cell in cells if cell.outputs], "The notebook is kept without outputs.")
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(HERE)}})
        # The kernel warns on standard error that it talks over TCP; errors in cells come by another way.
        client.execute(stderr=subprocess.DEVNULL)
        shown = [output for cell in cells for output in cell.outputs]
        pictures = [
            output.data["text/html"]
            for output in shown
            if "data" in output and "<svg" in output.data.get("text/html", "")
        ]
        self.assertEqual(len(pictures), 5)
        self.assertTrue(all("<desc" in picture for picture in pictures))
        # All but the two cells that only load and compute show something.
        self.assertLessEqual(sum(not cell.outputs for cell in cells), 1)


if __name__ == "__main__":
    unittest.main()
