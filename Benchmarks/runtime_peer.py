"""Times one forward pass of ONNX Runtime or OpenVINO on the CPU and prints it as one line of JSON.

    python runtime_peer.py NETWORK BATCH infer --runtime {onnxruntime,openvino} [--precision bf16]
                           [--size 224] [--threads 2] [--steps N]

The network is torchvision's with two classes, exported to ONNX by PyTorch in a process of its own, so that the peak memory
is that of the runtime. ONNX Runtime has no bf16 kernels for x86 processors. timing.py says which steps count.
"""

import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

import numpy

from timing import step_times

HERE = pathlib.Path(__file__).resolve().parent

EXPORT = """
import sys
sys.path.insert(0, {tools!r})
import torch
from cpu_torchvision import torchvision
torch.manual_seed(0)
network = getattr(torchvision.models, {network!r})(num_classes=2).eval()
torch.onnx.export(network, torch.randn({batch}, 3, {size}, {size}), {path!r}, input_names=["images"], dynamo=False)
"""


def export(arguments, path):
    program = EXPORT.format(
        tools=str(HERE.parent / "Tools/torch"), network=arguments.network, batch=arguments.batch, size=arguments.size,
        path=path)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"Error: no ONNX file: {(done.stderr.strip().splitlines() or ['?'])[-1]}")


def onnxruntime_step(path, images, arguments):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"images": images}), onnxruntime.__version__


def openvino_step(path, images, arguments):
    import openvino

    settings = {
        "INFERENCE_NUM_THREADS": arguments.threads, "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "bf16" if arguments.precision == "bf16" else "f32",
    }
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(path), "CPU", settings)
    used = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    if used != settings["INFERENCE_PRECISION_HINT"]:
        sys.exit(f"Error: OpenVINO computes in {used} on this processor")
    request = compiled.create_infer_request()
    return lambda: request.infer({0: images}), openvino.__version__


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("batch", type=int)
    parser.add_argument("mode", choices=["infer"])
    parser.add_argument("--runtime", choices=["onnxruntime", "openvino"], required=True)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    arguments = parser.parse_args()

    images = numpy.random.default_rng(0).standard_normal(
        (arguments.batch, 3, arguments.size, arguments.size), numpy.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "network.onnx")
        export(arguments, path)
        make = onnxruntime_step if arguments.runtime == "onnxruntime" else openvino_step
        step, version = make(path, images, arguments)
        seconds = step_times(step, arguments.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    name = "ONNX Runtime" if arguments.runtime == "onnxruntime" else "OpenVINO"
    print(json.dumps({"stepSeconds": seconds, "peakBytes": peak, "versions": {name: version}}))


if __name__ == "__main__":
    main()
