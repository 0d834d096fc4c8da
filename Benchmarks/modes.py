"""The programs that are compared, and the ways of running them."""

import dataclasses
import itertools
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
STUDY = HERE.parent / ".build/release/study"


@dataclasses.dataclass(frozen=True)
class Mode:
    name: str
    precision: str
    passes: tuple
    program: tuple
    arguments: tuple = ()

    @property
    def is_study(self):
        return self.program[0] == STUDY

    def command(self, case, options):
        if self.is_study:
            command = [*self.program, "--network", case["network"], "--batch-size", case["batch"], "--pass", case["pass"]]
            command += ["--image-size", options.size]
        else:
            command = [*self.program, case["network"], case["batch"], case["pass"], "--size", options.size]
        command += ["--precision", self.precision, "--threads", options.threads, *self.arguments]
        command += ["--steps", options.steps] if options.steps else []
        return [str(part) for part in command]


BOTH, INFERENCE = ("train", "infer"), ("infer",)
BENCH = (STUDY, "bench", "--json")
TORCH = (sys.executable, HERE / "torch_peer.py")
RUNTIME = (sys.executable, HERE / "runtime_peer.py")


def torch(name, precision, *arguments):
    return [
        Mode(name, precision, BOTH, TORCH, arguments),
        Mode(name + ", channels last", precision, BOTH, TORCH, (*arguments, "--channels-last")),
    ]


MODES = [
    Mode("study fp32", "fp32", BOTH, BENCH),
    Mode("study bf16", "bf16", BOTH, BENCH),
    *torch("PyTorch", "fp32"),
    *torch("PyTorch bf16", "bf16"),
    *torch("torch.compile", "fp32", "--compile"),
    *torch("torch.compile bf16", "bf16", "--compile"),
    Mode("ONNX Runtime", "fp32", INFERENCE, RUNTIME, ("--runtime", "onnxruntime")),
    Mode("OpenVINO", "fp32", INFERENCE, RUNTIME, ("--runtime", "openvino")),
    Mode("OpenVINO bf16", "bf16", INFERENCE, RUNTIME, ("--runtime", "openvino")),
]
NAMES = [mode.name for mode in MODES]
BY_NAME = {mode.name: mode for mode in MODES}

NETWORKS = ["alexnet", "vgg16", "resnet50", "densenet201"]
PASSES = ["train", "infer"]
BATCHES = [1, 16]


def cases(networks, passes, batches):
    """Network, pass and batch size of all cases; training is not measured with one image."""
    return [case for case in itertools.product(networks, passes, batches) if case[1:] != ("train", 1)]


CASES = cases(NETWORKS, PASSES, BATCHES)
