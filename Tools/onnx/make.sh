#!/bin/sh
# Makes Sources/ONNX/Generated anew from onnx.proto. Needs protoc and, of swift-protobuf's version in Package.resolved,
# protoc-gen-swift on PATH (swift build --product protoc-gen-swift).
set -eu
cd "$(dirname "$0")"
protoc --swift_out=../../Sources/ONNX/Generated onnx.proto
